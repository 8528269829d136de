import { capitalized } from '../../capitalized.js'
import { listIn, objectsIn, valueIn, type JsonObject } from '../../json.js'
import { errorsPath, runsSetting } from '../../kinds/monitor/api.js'
import { monitor } from '../../kinds/monitor/monitor.js'
import type { Existing } from '../../kinds/kind.js'
import type { Stack } from '../../stack/stack.js'
import { passed, problem, unchecked, type Finding } from '../finding.js'
import { ask, type Asked, type Look } from './ask.js'

/** What OpenSearch has for alerts, and how it stands with the monitors that the plan names. It does not say when a monitor ran last. */
export const lookAtMonitors: Look = async ({ plan: { changes, readings }, stack }) => {
  if (stack.monitors === undefined) return []
  const { lack } = stack.monitors
  if (lack !== undefined) return [problem('monitor.available', lack.what, { hint: `${capitalized(lack.mend)}.` })]
  const reading = readings?.get(monitor)
  const found = changes.flatMap(({ kind, name }): [string, Existing][] => {
    const existing = kind === monitor && reading?.status === 'read' ? reading.objects.get(name) : undefined
    return existing === undefined ? [] : [[name, existing]]
  })
  const [available, errors] = await Promise.all([whetherTheyRun(stack), ask(stack.search, errorsPath(stack))])
  return [available, ...found.map(([name, { body }]) => howItRuns(`monitor ${name}`, body, errors))]
}

async function whetherTheyRun(stack: Stack): Promise<Finding> {
  const setting = runsSetting(stack)
  const path = `/_cluster/settings?flat_settings=true&include_defaults=true&filter_path=*.${setting}`
  const asked = await ask(stack.search, path)
  if ('refused' in asked) return unchecked('monitor.available', asked.refused)
  // The first that has it counts.
  const value = ['transient', 'persistent', 'defaults'].map((level) => valueIn(asked.body, level, setting))
  if (value.find((one) => one !== undefined) !== 'false') return passed('monitor.available', 'OpenSearch runs monitors')
  return problem('monitor.available', `${setting} is false: no monitor runs`, {
    hint: `Set it to true: PUT /_cluster/settings {"persistent":{"${setting}":true}}`,
  })
}

function howItRuns(subject: string, { id, enabled }: JsonObject, errors: Asked): Finding {
  if (enabled === false)
    return problem('monitor.runs', 'it is disabled', {
      subject,
      hint: 'Enable it in OpenSearch Dashboards, under Alerting, or with elkctl init --alerts --overwrite.',
    })
  if ('refused' in errors) return unchecked('monitor.runs', errors.refused, { subject })
  const error = objectsIn(listIn(errors.body['alerts'])).find((one) => one['monitor_id'] === id && isGoingOn(one))
  if (error === undefined) return passed('monitor.runs', 'it is enabled, and OpenSearch reports no error', { subject })
  return problem('monitor.runs', String(error['error_message'] ?? 'an error without a message'), {
    subject,
    hint: 'Look at its index, and whether the user who saved the monitor last may read it. To give the monitor your own rights, save it in OpenSearch Dashboards without a change.',
  })
}

/** The time at which it ended stands in an alert that is over. */
const isGoingOn = ({ end_time: end = null }: JsonObject): boolean => end === null
