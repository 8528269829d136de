import { checkFor, lookFor } from '../common-issues/look.js'
import type { CheckResult } from '../engine/check.js'
import type { Plan } from '../engine/plan.js'
import { UnreachableError } from '../errors.js'
import { typeAndId } from '../kinds/saved-object/parts.js'
import { checkLine } from '../report/text/checks.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'

/** Looks for what the application's documentation calls common issues. */
export async function lookForCommonIssues(
  { stack, changes }: Plan,
  settings: Settings,
  run: Run,
): Promise<CheckResult[]> {
  const { commonIssues = [] } = settings.profile
  const indexPatterns = changes
    .filter(({ action }) => action !== 'skipped')
    .map(({ name }) => typeAndId(name))
    .flatMap(({ type, id }) => (type === 'index-pattern' ? [id] : []))
  const situation = { stack, settings, indexPatterns, now: Date.now() }
  const results = await Promise.all(commonIssues.map((issue) => lookFor(issue, situation)))
  show(results, settings, run)
  return results
}

/** A server that does not answer is a common issue, too: what its documentation says stands beside the error. */
export async function orCommonIssue<T>(settings: Settings, run: Run, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UnreachableError) show(causes(error, settings), settings, run)
    throw error
  }
}

function causes({ isDashboards }: UnreachableError, { profile }: Settings): CheckResult[] {
  const sign = isDashboards ? 'no index pattern' : 'no answer'
  return (profile.commonIssues ?? [])
    .filter(({ shows }) => shows === sign)
    .map(({ title, advice }) => ({
      id: checkFor[sign],
      title,
      status: 'fail',
      detail: 'it does not answer',
      hint: advice,
    }))
}

function show(results: CheckResult[], { profile }: Settings, { screen, journal }: Run): void {
  if (results.length === 0) return
  journal.add({ checks: results })
  screen.print(`Looking for common issues of ${profile.title}:`)
  for (const result of results) screen.print(checkLine(result, screen.color))
}
