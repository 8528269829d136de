import type { ChalkInstance } from 'chalk'
import type { RightResult } from '../../access/rights.js'

const signs: Record<RightResult['status'], string> = { pass: '✔', missing: '✖', excess: '✖', unclear: '?', skip: '-' }

const verdicts: Record<RightResult['status'], string> = {
  pass: '',
  missing: 'MISSING',
  excess: 'EXCESS',
  unclear: 'unclear',
  skip: 'not checked',
}

const expectations: Record<RightResult['expected'], string> = {
  needed: 'needed by',
  refused: 'must not',
  unavoidable: 'unavoidable',
}

const headings = ['Right', 'Granted', 'Expected']

/** The rights as a table: right, granted, who needs it or that it must not be; below each row what was asked and what was said. */
export function rightLines(results: RightResult[], color: ChalkInstance): string[] {
  const cells = results.map((result) => [result.title, grantedWord(result), expectedText(result)])
  const widths = [0, 1].map((column) => Math.max(...[headings, ...cells].map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  const paint = { pass: color.green, missing: color.red, excess: color.red, unclear: color.yellow, skip: color.dim }
  return [
    color.dim(`    ${line(headings)}`),
    ...results.flatMap((result, index) => [
      `  ${paint[result.status](signs[result.status])} ${line(cells[index] ?? [])}`,
      ...evidenceLines(result).map((evidence) => color.dim(`      ${evidence}`)),
      ...(result.documented === undefined ? [] : [color.dim(`      documented role: ${result.documented}`)]),
    ]),
  ]
}

/** All of it where something is wrong, else the beginning: `--json` has the whole. */
function evidenceLines({ evidence, status }: RightResult): string[] {
  if (status !== 'pass') return evidence
  const [first = '', ...more] = evidence
  const beginning = first.length > 150 ? `${first.slice(0, 150)}…` : first
  return [more.length > 0 ? `${beginning} (and ${more.length} more like it)` : beginning]
}

const grantedWord = ({ granted, status }: RightResult): string => {
  const word = granted === null ? '?' : granted === true ? 'yes' : granted === false ? 'no' : 'partly'
  return verdicts[status] === '' ? word : `${word}, ${verdicts[status]}`
}

const expectedText = ({ expected, because }: RightResult): string => `${expectations[expected]}: ${because}`

/** "sender has the 14 rights that it needs, and none of the 9 that it must not have" */
export function rightsSummary(username: string, results: RightResult[]): string {
  const of = (status: RightResult['status']) => results.filter((result) => result.status === status)
  const titles = (rights: RightResult[]) => rights.map(({ title }) => `“${title}”`).join(', ')
  const parts = [
    ...(of('missing').length > 0 ? [`${username} lacks ${titles(of('missing'))}`] : []),
    ...(of('excess').length > 0 ? [`${username} has what it must not have: ${titles(of('excess'))}`] : []),
    ...(of('unclear').length > 0 ? [`cannot tell whether ${username} has ${titles(of('unclear'))}`] : []),
  ]
  if (parts.length > 0) return parts.join('; ')
  if (of('skip').length === results.length) return `no right of ${username} could be checked here`
  const passed = (expected: RightResult['expected']) =>
    of('pass').filter((result) => result.expected === expected).length
  const broad = passed('unavoidable')
  const skipped = of('skip').length
  return `${username} has the ${passed('needed')} rights that it needs and none of the ${passed('refused')} that it must not have${broad > 0 ? ` (${broad} more than it needs cannot be avoided)` : ''}${skipped > 0 ? `; ${skipped} could not be checked here` : ''}`
}
