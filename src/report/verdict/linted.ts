import type { Finding } from '../../checks/finding.js'
import { counted } from '../../counted.js'
import type { Verdict } from './verdict.js'

export interface Linted {
  /** of the application */
  title: string
  findings: Finding[]
}

export function linted({ title, findings }: Linted): Verdict {
  const broken = findings.filter(({ status }) => status === 'fail')
  const files = new Set(broken.map(({ subject }) => subject)).size
  if (broken.length === 0) return { exit: 'done', verdict: `Linted: the data files of ${title} are in order.` }
  return {
    exit: 'usage',
    verdict: `Lint failed: ${counted(broken.length, 'problem')} in ${counted(files, 'data file')} of ${title}.`,
  }
}
