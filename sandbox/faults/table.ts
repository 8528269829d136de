import type { Cell, CellResult, CommandName, NumberedRequest } from './cell.js'
import { faultNames, faults } from './fault.js'

export type Results = Map<string, CellResult>

export const keyOf = ({ command, server, request, alike, fault }: Cell): string =>
  [command, server, request, alike, fault].join(' ')

/** One command: a line for each request, a column for each fault, and in the cell how the run ended that met it. */
export function tableOf(command: CommandName, requests: NumberedRequest[], results: Results): string {
  const columns = faultNames.map((name) => faults[name].title)
  const rows = requests.map((request, number) => {
    const cells = faultNames.map((fault) => shown(results.get(keyOf({ ...request, command, fault }))))
    return [String(number + 1), `\`${request.request}\``, ...cells]
  })
  return [row(['', 'request', ...columns]), row(['--:', '---', ...columns.map(() => ':-:')]), ...rows.map(row)].join(
    '\n',
  )
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`

function shown(result: CellResult | undefined): string {
  if (result === undefined) return ''
  return result.wrong.length > 0 ? '✗' : result.exit === null ? '–' : String(result.exit)
}
