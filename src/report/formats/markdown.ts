import type { ReportDocument } from '../document.js'
import { findingsIn, type FindingEntry } from './findings.js'

const signs: Record<FindingEntry['status'], string> = { fail: '❌', warn: '⚠️', skip: '❔ not checked', pass: '✅' }

/** A table for a job's summary or a ticket. What is as it should be is counted. */
export function asMarkdown(document: ReportDocument): string {
  const findings = findingsIn(document)
  const told = (['fail', 'warn', 'skip'] as const).flatMap((status) =>
    findings.filter((finding) => finding.status === status),
  )
  const passes = findings.length - told.length
  return [
    `### elkctl ${document.command}: exit code ${document.exitCode}`,
    '',
    cell(document.verdict),
    '',
    ...(told.length === 0 ? [] : ['| | check | what | finding | what to do |', '| --- | --- | --- | --- | --- |']),
    ...told.map(
      ({ id, status, subject, detail, hint }) =>
        `| ${signs[status]} | \`${id}\` | ${cell(subject ?? '')} | ${cell(detail)} | ${cell(hint ?? '')} |`,
    ),
    ...(told.length === 0 ? [] : ['']),
    `${passes} passed.`,
    '',
  ].join('\n')
}

/** Nothing in it is markup, and it stays on its line. */
const cell = (words: string): string =>
  words
    .replaceAll(/[\\`*_{}[\]<>|#~]/g, '\\$&')
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .trim()
