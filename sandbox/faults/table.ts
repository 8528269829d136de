import { commands, type Cell, type CellResult, type CommandName, type NumberedRequest } from './cell.js'
import { faultNames, faults } from './fault.js'

export type Results = Map<string, CellResult>

/** Command → its part of docs/faults.md. */
export type Tables = Map<CommandName, string>

export const keyOf = ({ command, server, request, alike, fault }: Cell): string =>
  [command, server, request, alike, fault].join(' ')

/** One command: a line for each request, a column for each fault, and in the cell how the run ended that met it. */
export function tableOf(command: CommandName, requests: NumberedRequest[], results: Results): string {
  const columns = faultNames.map((name) => faults[name].title)
  const rows = inOrder(requests).map((request) => [
    labelOf(request),
    ...faultNames.map((fault) => shown(results.get(keyOf({ ...request, command, fault })))),
  ])
  return [row(['request', ...columns]), row(['---', ...columns.map(() => ':-:')]), ...rows.map(row)].join('\n')
}

/** By their paths: those that go out together arrive in another order each time. */
export const inOrder = (requests: NumberedRequest[]): NumberedRequest[] =>
  requests.toSorted((one, other) => compare(byPath(one), byPath(other)) || one.alike - other.alike)

const byPath = ({ request }: NumberedRequest): string => request.split(' ').reverse().join(' ')

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** What stands in the first column. */
export const labelOf = ({ request, alike }: NumberedRequest): string =>
  `\`${request}\`${alike === 0 ? '' : ` (${String(alike + 1)})`}`

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`

export function shown(result: CellResult | undefined): string {
  if (result === undefined) return ''
  return result.wrong.length > 0 ? '✗' : result.exit === null ? '–' : String(result.exit)
}

/** The tables of the page, each with its heading. */
export function tablesIn(page: string): Tables {
  const parts = page.split(/^(?=## )/m)
  return new Map(
    commands.flatMap((command): [CommandName, string][] => {
      const part = parts.find((one) => one.startsWith(`## elkctl ${command}\n`))
      return part === undefined ? [] : [[command, part.trim()]]
    }),
  )
}

/** The lines of a table: the request, and what stands in its cells. */
export const rowsIn = (table: string): [request: string, cells: string[]][] =>
  [...table.matchAll(/^\| (`.*?)\s*\| (.*) \|$/gm)].map(([, request = '', cells = '']) => [
    request,
    cells.split('|').map((cell) => cell.trim()),
  ])

export const cellsIn = (text: string): number => rowsIn(text).flatMap(([, cells]) => cells).length
