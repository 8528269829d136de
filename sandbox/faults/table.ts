import type { Cell, CellResult, CommandName, NumberedRequest } from './cell.js'
import { faultNames, faults } from './fault.js'

export type Results = Map<string, CellResult>

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
