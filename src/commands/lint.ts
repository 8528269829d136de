import { verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { findProfile, type ProfileOptions } from '../settings/find-profile.js'
import { lintDataFiles } from '../steps/lint-data-files.js'
import type { Run } from '../steps/run.js'
import { showFindings } from '../steps/show-findings.js'

/** `elkctl lint`: whether the data files of an application have the form that is asked for. Asks nothing of a stack. */
export async function lint(options: ProfileOptions, run: Run): Promise<Verdict> {
  run.journal.add({ findings: [], failOn: 'fail' })
  const profile = await findProfile(options)
  const findings = await lintDataFiles(profile, options.data)
  showFindings(findings, run)
  return verdictOf({ end: 'linted', title: profile.title, findings })
}
