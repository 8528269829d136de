import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { contractTitle } from './title.js'
import { allStacks, parts, type ContractStack, type Evidence, type Part } from './stacks.js'

/** The counts of the cases that jest reports for one part of one stack. */
export interface Tally {
  passed: number
  failed: number
}

/** Stack → part → tally; a stack that did not run here is not in it. */
export type Results = Map<string, Partial<Record<Part, Tally>>>

interface JestReport {
  testResults: { assertionResults: { ancestorTitles: string[]; status: string }[] }[]
}

const markers = { begin: '<!-- matrix: made by npm run matrix -->', end: '<!-- end of matrix -->' }

const headings: Record<Part, string> = {
  detection: 'recognised',
  content: 'templates, pipelines',
  security: 'role, user, rights',
  lifecycle: 'lifecycle',
  dashboards: 'dashboards',
}

const words: Record<Evidence, string> = { real: 'real', recorded: 'recorded', derived: 'derived', absent: '–' }

/** What the contract suite really ran, from the report that `npm test` leaves. */
export function readResults(report: JestReport): Results {
  const results: Results = new Map()
  for (const { ancestorTitles, status } of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
    const [first = '', second] = ancestorTitles
    const part = parts.find((candidate) => candidate === second)
    if (!first.startsWith(contractTitle) || part === undefined || !['passed', 'failed'].includes(status)) continue
    const title = first.slice(contractTitle.length)
    const ofStack = results.get(title) ?? {}
    const tally = (ofStack[part] ??= { passed: 0, failed: 0 })
    tally[status as keyof Tally]++
    results.set(title, ofStack)
  }
  return results
}

/** One line of the table. */
export function rowOf(stack: ContractStack, results: Results): string {
  const cells = parts.map((part) => {
    const { passed = 0, failed = 0 } = results.get(stack.title)?.[part] ?? {}
    if (failed > 0) return `**fails** (${failed} of ${passed + failed})`
    return passed === 0 ? 'did not run' : words[stack.evidence[part]]
  })
  const notes = stack.remarks.map((remark) => remarks().indexOf(remark) + 1).sort((a, b) => a - b)
  return `| ${[`${stack.title}${notes.length === 0 ? '' : ` [${notes.join(', ')}]`}`, ...cells].join(' | ')} |`
}

const remarks = (): string[] => [...new Set(allStacks.flatMap((stack) => stack.remarks))]

/** The section of docs/stacks.md between the markers. @param present what stands there: the rows of stacks that did not run here stay as they are */
export function renderMatrix(results: Results, present: string): string {
  const lines = present.split('\n')
  const rows = allStacks.map((stack) => {
    const old = lines.find((line) => line.startsWith(`| ${stack.title} `))
    return results.has(stack.title) || old === undefined ? rowOf(stack, results) : old
  })
  return [
    markers.begin,
    '',
    `| stack | ${parts.map((part) => headings[part]).join(' | ')} |`,
    `| --- |${' --- |'.repeat(parts.length)}`,
    ...rows,
    '',
    ...remarks().map((remark, index) => `${index + 1}. ${remark}`),
    '',
    markers.end,
  ].join('\n')
}

/** What stands between the markers, with them. @throws Error there are none */
export function sectionOf(page: string): string {
  const [begin, end] = [page.indexOf(markers.begin), page.indexOf(markers.end)]
  if (begin < 0 || end < begin)
    throw new Error(`docs/stacks.md has no section between ${markers.begin} and ${markers.end}`)
  return page.slice(begin, end + markers.end.length)
}

/** `matrix.js [--check] [report]`: writes the table of docs/stacks.md from a report of jest, or ends with 1 when it says something else. */
function main(args: string[]): number {
  const check = args.includes('--check')
  const file = args.find((arg) => !arg.startsWith('--')) ?? join(packageFolder(), 'build', 'jest.json')
  const results = readResults(JSON.parse(readFileSync(file, 'utf8')) as JestReport)
  const path = join(packageFolder(), 'docs/stacks.md')
  const page = readFileSync(path, 'utf8')
  const present = sectionOf(page)
  const wanted = renderMatrix(results, present)
  for (const { title } of allStacks)
    if (!results.has(title))
      console.log(`The contract did not run here on ${title}: its row in docs/stacks.md stays as it is.`)
  if (present === wanted) return 0
  if (check) {
    console.error('The matrix of docs/stacks.md is not what the contract suite ran: npm test && npm run matrix')
    const old = present.split('\n')
    for (const line of wanted.split('\n').filter((candidate) => !old.includes(candidate))) console.error(`  ${line}`)
    return 1
  }
  writeFileSync(
    path,
    page.replace(present, () => wanted),
  )
  console.log('docs/stacks.md has the matrix of this run.')
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2))
