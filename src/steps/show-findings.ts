import type { Finding } from '../checks/finding.js'
import { findingLines } from '../report/text/findings.js'
import type { Run } from './run.js'

/** What is not as it should be, or could not be checked, by the ids of the checks. */
export function showFindings(findings: Finding[], { screen, journal }: Run): void {
  journal.add({ findings })
  const lines = findingLines(findings, screen.color)
  if (lines.length > 0) screen.print(lines.join('\n'))
}
