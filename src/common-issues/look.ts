import type { CheckId } from '../checks/catalogue/index.js'
import type { CheckResult } from '../engine/check.js'
import { ElkctlError, InterruptedError } from '../errors.js'
import type { CommonIssue } from '../profiles/profile.js'
import type { Flavor } from '../stack/flavors.js'
import { lookAtHealth } from './health.js'
import { lookAtPatterns } from './index-patterns.js'
import { lookForDays } from './indices-of-days.js'
import type { Finding, Look, Situation } from './issue.js'

const looks: Record<CommonIssue['shows'], Look> = {
  'no answer': lookAtHealth,
  'no index of a day': lookForDays,
  'no index pattern': lookAtPatterns,
}

/** What stands for it in the catalogue of checks. */
export const checkFor: Record<CommonIssue['shows'], CheckId> = {
  'no answer': 'common-issue.no-answer',
  'no index of a day': 'common-issue.no-index-of-a-day',
  'no index pattern': 'common-issue.no-index-pattern',
}

/** Whether an issue that the application's documentation names is there. Reads only. */
export async function lookFor(issue: CommonIssue, situation: Situation): Promise<CheckResult> {
  const { status, detail } = await found(looks[issue.shows], situation)
  return {
    id: checkFor[issue.shows],
    title: titleOf(issue, situation.stack.flavor),
    status,
    detail: status === 'pass' ? `no: ${detail}` : detail,
    ...(status === 'pass' || status === 'skip' ? {} : { hint: issue.advice }),
  }
}

/** A documentation that knows one product speaks of the other one too. */
export const titleOf = ({ title }: CommonIssue, flavor: Pick<Flavor, 'title' | 'dashboardsTitle'>): string =>
  title
    .replace('Elasticsearch', flavor.title)
    .replace('Kibana', flavor.dashboardsTitle)
    .replace('Dashboards Dashboards', 'Dashboards')

async function found(look: Look, situation: Situation): Promise<Finding> {
  try {
    return await look(situation)
  } catch (error) {
    if (!(error instanceof ElkctlError) || error instanceof InterruptedError) throw error
    return { status: 'fail', detail: error.message }
  }
}
