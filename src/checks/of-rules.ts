import { capitalized } from '../capitalized.js'
import type { Plan } from '../engine/plan.js'
import { kibanaRule } from '../kinds/kibana-rule/kibana-rule.js'
import { lastRunOf, tellsRuns } from '../kinds/kibana-rule/last-run.js'
import type { Existing } from '../kinds/kind.js'
import { passed, problem, type Finding } from './finding.js'

/** What Kibana has for alerts, and how the last runs of the rules went that the plan names. */
export function findingsOfRules({ stack, changes, readings }: Plan): Finding[] {
  const { alerting } = stack.dashboards ?? {}
  if (alerting === undefined) return []
  const { lack } = alerting
  if (lack !== undefined) return [problem('rule.available', lack.what, { hint: `${capitalized(lack.mend)}.` })]
  if (!tellsRuns(stack)) return [passed('rule.available', 'Kibana makes rules; how they ran, it tells from 7.10 on')]
  const reading = readings?.get(kibanaRule)
  const rules = changes.flatMap(({ kind, name }) => {
    const existing = kind === kibanaRule && reading?.status === 'read' ? reading.objects.get(name) : undefined
    return existing === undefined ? [] : [{ name, existing }]
  })
  return [
    passed('rule.available', 'Kibana makes and runs rules'),
    ...rules.map(({ name, existing }) => lastRun(`kibana rule ${name}`, existing)),
  ]
}

function lastRun(subject: string, { body }: Existing): Finding {
  const { status, problem: failure } = lastRunOf(body)
  return failure === undefined
    ? passed('rule.runs', `its last run: ${status}`, { subject })
    : problem('rule.runs', failure.message, { subject, hint: failure.hint })
}
