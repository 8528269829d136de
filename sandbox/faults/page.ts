import { commands, type CommandName } from './cell.js'

/** Command → its table in docs/faults.md. */
export type Tables = Map<CommandName, string>

export const headed = ([command, table]: [CommandName, string]): string =>
  [`## elkctl ${command}`, ...(command === 'destroy' ? [afterDestroy] : []), table].join('\n\n')

const afterDestroy = 'Here the stack was as before `init` in the end, and `plan` ended with 2: there was all to make.'

/** @param tables of a command that is there twice the later one counts */
export function pageOf(tables: [CommandName, string][]): string {
  const all: Tables = new Map(tables)
  const ordered = commands.flatMap((command): [CommandName, string][] => {
    const table = all.get(command)
    return table === undefined ? [] : [[command, table]]
  })
  const cells = ordered.flatMap(([, table]) => rowsIn(table).flatMap(([, ofRequest]) => ofRequest))
  return [introduction, `${cells.length} cells, all of them as they should be.`, ...ordered.map(headed)].join('\n\n')
}

/** The tables of the page. */
export function tablesIn(page: string): Tables {
  const parts = page.split(/^(?=## )/m)
  return new Map(
    commands.flatMap((command): [CommandName, string][] => {
      const part = parts.find((one) => one.startsWith(`## elkctl ${command}\n`))
      return part === undefined ? [] : [[command, part.slice(part.indexOf('\n|')).trim()]]
    }),
  )
}

/** The lines of a table: the request, and what stands in its cells. */
export const rowsIn = (table: string): [request: string, cells: string[]][] =>
  [...table.matchAll(/^\| (`.*?)\s*\| (.*) \|$/gm)].map(([, request = '', cells = '']) => [
    request,
    cells.split('|').map((cell) => cell.trim()),
  ])

const introduction = `# Whatever goes wrong, the same command again ends well

\`npm run faults\` makes this page. Each request of these commands meets each of nine faults, on an Elasticsearch 7.10 and a
Kibana in memory and with a few of the objects of OpenVidu Pro. A cell shows the exit code of the run that met the fault (– : it was killed). In each cell
the same command, run once more without any further option, ended with 0; then \`elkctl plan\` had nothing to do, and the account in \`.env\` signed in. No
output had a stack trace or a password in it, and no file was left behind. A request that a run makes several times is there as often: (2) is the second time.

- _429 twice_, _503 once_: the server says so and does nothing.
- _closed before_, _closed after_: the connection is closed without an answer, before the server was asked or when it had done it.
- _half of the JSON_: the answer ends in the middle, and its length says that it is whole. _cut in the answer_: the connection is closed in the middle.
- _HTML, 200_: a login page in between answers, and the server is not asked.
- _no answer_: until the time-out.
- _kill -9_: elkctl is killed when the server has done it.`
