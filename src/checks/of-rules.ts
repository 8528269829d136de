import { capitalized } from '../capitalized.js'
import { objectIn } from '../json.js'
import type { Plan } from '../engine/plan.js'
import { kibanaRule } from '../kinds/kibana-rule/kibana-rule.js'
import type { Existing } from '../kinds/kind.js'
import { passed, problem, type Finding } from './finding.js'

/** What Kibana has for alerts, and how the last runs of the rules went that the plan names. */
export function findingsOfRules({ stack, changes, readings }: Plan): Finding[] {
  const { alerting } = stack.dashboards ?? {}
  if (alerting === undefined) return []
  const { lack } = alerting
  if (lack !== undefined) return [problem('rule.available', lack.what, { hint: `${capitalized(lack.mend)}.` })]
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
  const { status, error } = objectIn(body, 'execution_status')
  if (status !== 'error') return passed('rule.runs', `its last run: ${String(status)}`, { subject })
  const { reason, message } = objectIn({ error: error ?? null }, 'error')
  return problem('rule.runs', `${String(reason)}: ${String(message)}`, {
    subject,
    hint: hints[String(reason)] ?? otherHint,
  })
}

const hints: Record<string, string> = {
  decrypt:
    'Kibana has another encryption key than when the rule was written: save the rule once in Kibana, without a change.',
  license: 'The licence does not have this rule any more: elkctl alerts check runs it.',
}

const otherHint =
  'Look at its index, and whether the user who last saved the rule may read it. To give the rule your own rights, save it in Kibana without a change.'
