import { selectChecks, wants, type SelectionOptions } from '../checks/selection.js'
import type { FailOn } from '../checks/finding.js'
import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { checkAccess } from '../steps/check-access.js'
import { checkAccount } from '../steps/check-account.js'
import { checkStack } from '../steps/check-stack.js'
import { findingsIn } from '../steps/findings.js'
import { lookForCommonIssues, orCommonIssue } from '../steps/common-issues.js'
import { makePlan } from '../steps/make-plan.js'
import { checkCompatibility } from '../steps/check-compatibility.js'
import { planCorrections } from '../steps/correct-settings.js'
import { detectGrafana } from '../steps/detect-grafana.js'
import { detectStack } from '../steps/detect-stack.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import { warnOfOldIndices } from '../steps/reindex.js'
import type { Run } from '../steps/run.js'
import { showFindings } from '../steps/show-findings.js'
import { showPlan } from '../steps/show-plan.js'
import { askStateAhead } from '../steps/state-ahead.js'

export interface VerifyOptions extends StackOptions, SelectionOptions {
  /** prove the account's rights */
  access?: boolean
  /** write, read back and remove a document of each kind */
  writeProbe?: boolean
  /** default: fail */
  failOn?: FailOn
}

/** `elkctl verify`: is the stack as init leaves it, and does the account work? Writes nothing, but with --write-probe. Tells everything it finds. */
export async function verify(options: VerifyOptions, run: Run): Promise<Verdict> {
  const { failOn = 'fail', data } = options
  run.journal.add({ findings: [], failOn })
  const selected = selectChecks(options)
  const settings = await readSettings(options, run)
  if (isVerdict(settings)) return settings
  planCorrections(settings, {}, run)
  const ahead = askStateAhead({ settings }, options, run)
  const detected = await orCommonIssue(settings, run, () => detectStack(settings, run, ahead))
  checkCompatibility(settings, detected, options, run)
  const stack = await detectGrafana(detected, settings, run, 'look')
  const plan = await makePlan({ settings, stack, scope: { writes: false }, ahead }, options, run)
  showPlan(plan, settings, run, 'verify')
  warnOfOldIndices(plan, settings, run)
  const ofStack = await checkStack(plan, { settings, data, selected }, run)
  const access = options.access ? await checkAccess(plan, settings, data, run) : undefined
  const probes = options.writeProbe ? 'write' : 'only sign in'
  const checked = wants(selected, 'account')
    ? await checkAccount({ plan, outcomes: [], settings, made: undefined, data, probes }, run)
    : { checks: [], checksSkipped: 'not selected' }
  const issues = wants(selected, 'common-issue') ? await lookForCommonIssues(plan, settings, run) : []
  const found = { plan, settings, data, access, ...checked, checks: [...checked.checks, ...issues], ofStack }
  const findings = findingsIn(found, selected, options)
  showFindings(findings, run)
  return verdictOf({ end: 'verified', plan, findings, failOn, access, ...checked })
}
