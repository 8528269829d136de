import type { Plan } from '../engine/plan.js'
import { passed, problem, type Finding } from './finding.js'

/** Whether a Grafana that was named can be looked at. Its objects are compared like all others. */
export function findingsOfGrafana({ stack: { grafana, withoutGrafana } }: Plan): Finding[] {
  if (grafana !== undefined) return [passed('grafana.available', `Grafana ${grafana.version} answers`)]
  return withoutGrafana === undefined ? [] : [problem('grafana.available', withoutGrafana)]
}
