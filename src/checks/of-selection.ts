import { matchesAny } from '../patterns.js'
import type { Settings } from '../settings/settings.js'
import { catalogue, checkIds, type CheckId } from './catalogue/index.js'
import { passed, unchecked, type Finding } from './finding.js'

interface MadeHere {
  settings: Settings
  /** why the account was not tried */
  checksSkipped: string | undefined
  /** an incompatible version did not end the run */
  force: boolean
}

/** What --only names and nothing was found of: a run that came this far has passed it, or it was not checked, and why is said. */
export const findingsOfRest = (only: string[], findings: Finding[], made: MadeHere): Finding[] =>
  checkIds
    .filter((id) => only.some((pattern) => matchesAny([pattern], id) && !isFound(pattern, findings)))
    .map((id) =>
      endsRun[id]?.(made) === true ? passed(id, catalogue[id].title) : unchecked(id, whyUnchecked(id, made)),
    )

const isFound = (pattern: string, findings: Finding[]): boolean =>
  findings.some(({ check }) => matchesAny([pattern], check))

/** What ends a run where it is not so; and where it is looked at at all. */
const endsRun: Partial<Record<CheckId, (made: MadeHere) => boolean>> = {
  'settings.file': ({ settings }) => settings.envFile !== undefined,
  'settings.value': () => true,
  'settings.data-file': () => true,
  'network.name': ({ settings }) => settings.proxies.search === undefined,
  'network.port': ({ settings }) => settings.proxies.search === undefined,
  'network.proxy': ({ settings }) => settings.proxies.search !== undefined,
  'network.tls': ({ settings }) => settings.searchUrl.startsWith('https:') && !settings.tls.insecure,
  'stack.answers': () => true,
  'stack.version': ({ force }) => !force,
  'run.completed': () => true,
}

function whyUnchecked(id: CheckId, { checksSkipped }: MadeHere): string {
  const option = /\((--\S+)\)$/.exec(catalogue[id].title)?.[1]
  if (option !== undefined) return `it needs ${option}`
  return id.startsWith('account.') && checksSkipped !== undefined ? checksSkipped : 'it does not apply here'
}
