import type { ReportDocument } from '../document.js'
import { counts, findingsIn, type FindingEntry } from './findings.js'

/** Annotations of GitHub Actions: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions. The closing line stands at the end. */
export const asAnnotations = (document: ReportDocument): string =>
  [
    ...findingsIn(document)
      .filter(({ status }) => status !== 'pass')
      .map((finding) => annotation(finding, document)),
    data(document.verdict),
    '',
  ].join('\n')

function annotation(finding: FindingEntry, document: ReportDocument): string {
  const { id, status, subject, detail, hint, file, line } = finding
  const level = counts(finding, document) ? 'error' : status === 'warn' ? 'warning' : 'notice'
  const where = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    ...(line === null ? [] : [`line=${line}`]),
    `title=${property(id)}`,
  ]
  const what = `${subject === null || subject === file ? '' : `${subject}: `}${status === 'skip' ? 'could not be checked: ' : ''}${detail}`
  return `::${level} ${where.join(',')}::${data(hint === null ? what : `${what}\n${hint}`)}`
}

const data = (words: string): string => words.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (words: string): string => data(words).replaceAll(':', '%3A').replaceAll(',', '%2C')
