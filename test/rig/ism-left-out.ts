/** Recordings the double does not stand for, by number, and why. The replay checks that their answers do differ. */
const table: [reason: string, ...numbers: string[]][] = [
  ['a route of the engine: the config index is not there', '067', '068', '200', '226', '288'],
  ['a route of the engine: index settings', '111', '112', '114', '130', '161', '284', '309'],
  ['a route of the engine: plain rollover', '167', '168', '169', '171'],
  ['a route of the engine: aliases and counts', '170', '215', '308', '310'],
  ['a route of the engine: cluster settings and plugins', '248', '275', '277', '299', '300', '301'],
  ['a route of the engine: one role', '247'],
  ['validate_action: needs the checks of every action', '175'],
  ['allow_list: the setting is not followed', '276'],
  ['jobs over time: transitions that are due', '199'],
  ['jobs over time: rollover', '210', '211', '212', '265', '302', '303'],
  ['jobs over time: shrink and force_merge', '213', '214', '304', '305', '306', '307'],
  ['jobs over time: actions that fail', '285', '315', '316'],
  ['jobs over time: retry of what has failed', '318', '319', '320', '321', '323', '331', '332'],
  ['jobs over time: an index that its policy deleted', '338'],
  ['a race between two requests for the same index', '236'],
]

export const leftOut = new Map(
  table.flatMap(([reason, ...numbers]) => numbers.map((number) => [number, reason] as const)),
)
