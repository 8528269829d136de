import type { ReportDocument } from '../document.js'
import { counts, findingsIn, type FindingEntry } from './findings.js'

/** One test case a finding, as CI systems read it: https://github.com/testmoapp/junitxml */
export function asJunit(document: ReportDocument): string {
  const findings = findingsIn(document)
  const failures = findings.filter((finding) => counts(finding, document)).length
  const skipped = findings.filter(({ status }) => status === 'skip').length
  const name = `elkctl ${document.command}`
  const totals = { tests: findings.length, failures, errors: 0, skipped }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    open('testsuites', { name, ...totals }),
    `  ${open('testsuite', { name, ...totals })}`,
    '    <properties>',
    ...Object.entries({ verdict: document.verdict, exitCode: document.exitCode, elkctl: document.elkctl }).map(
      ([property, value]) => `      ${closed('property', { name: property, value })}`,
    ),
    '    </properties>',
    ...findings.flatMap((finding) => testCase(finding, document)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(finding: FindingEntry, document: ReportDocument): string[] {
  const { id, subject, detail, hint, file, line, status } = finding
  const attributes = {
    classname: `elkctl.${id.split('.')[0] ?? id}`,
    name: subject === null ? id : `${id}: ${subject}`,
    ...(file !== null && { file }),
    ...(line !== null && { line }),
  }
  const words = hint === null ? detail : `${detail}\n${hint}`
  if (status === 'pass') return [`    ${closed('testcase', attributes)}`]
  const inner = counts(finding, document)
    ? `${open('failure', { type: finding.exit ?? 'failure', message: detail })}${text(words)}</failure>`
    : status === 'skip'
      ? closed('skipped', { message: detail })
      : `<system-out>${text(`Warning: ${words}`)}</system-out>`
  return [`    ${open('testcase', attributes)}`, `      ${inner}`, '    </testcase>']
}

type Attributes = Record<string, string | number>

const open = (element: string, attributes: Attributes): string => `<${element}${written(attributes)}>`
const closed = (element: string, attributes: Attributes): string => `<${element}${written(attributes)}/>`

const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${text(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`)
    .join('')

/** What XML 1.0 may hold: https://www.w3.org/TR/xml/#charsets */
const text = (words: string): string =>
  words
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('\r', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
