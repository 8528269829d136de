import { searchesOf } from '../../alerts/ask.js'
import type { AlertResult } from '../../alerts/result.js'
import { findingsOfAlerts } from '../../checks/of-alerts.js'
import { alertLines, inShort, measureText, valueText } from '../../report/text/alerts.js'
import { isVerdict, verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { askStack } from '../../steps/ask-alerts.js'
import { readToAsk } from '../../steps/read-alerts.js'
import type { Run } from '../../steps/run.js'
import { momentOf, type CheckOptions } from './check.js'

export interface TestOptions extends CheckOptions {
  alert: string
}

/** `elkctl alerts test NAME`: one alert, now: what it asks, each value, and how it stands. */
export async function testAlert(options: TestOptions, run: Run): Promise<Verdict> {
  const { failOn = 'warn', alert: name } = options
  run.journal.add({ findings: [], failOn })
  const end = momentOf(options.at)
  const read = await readToAsk(options, run, [{ name, where: 'elkctl alerts test' }])
  if (isVerdict(read)) return read
  const { settings, alerts } = read
  const asked = await askStack(alerts, { settings, end }, run)
  const results = asked.map((result) => ({ ...result, searches: searchesOf(result.alert, end) }))
  run.journal.add({ alerts: results, findings: findingsOfAlerts(results, inShort) })
  const { color, print } = run.screen
  print([...results.flatMap(linesOf), ...alertLines(results, color)].join('\n'))
  return verdictOf({ end: 'alerts asked for', results, failOn })
}

/** What it measures, how it is asked, and each value. */
const linesOf = ({ alert, values, searches = [] }: AlertResult): string[] => [
  `${alert.name} (${alert.file}): ${measureText(alert)}`,
  ...searches.map((search) => `POST /${alert.index.join(',')}/_search\n${JSON.stringify(search, null, 2)}`),
  ...values.map((one) => `  ${one.state}: ${valueText(alert, one)}`),
]
