import type { FailOn } from '../../checks/finding.js'
import { findingsOfAlerts } from '../../checks/of-alerts.js'
import { SettingsError } from '../../errors.js'
import { stageFile } from '../../files/stage-file.js'
import { alertMetrics } from '../../report/formats/alert-metrics.js'
import { alertAsJson } from '../../report/json.js'
import { alertLines, inShort } from '../../report/text/alerts.js'
import { isVerdict, verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { askStack } from '../../steps/ask-alerts.js'
import { readToAsk } from '../../steps/read-alerts.js'
import type { StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'

export interface CheckOptions extends StackOptions {
  /** names, with * for any characters */
  only?: string[]
  /** what counts as a failure; default: warn */
  failOn?: FailOn
  /** a moment in the past, ISO 8601; default: now */
  at?: string
  /** a file for node_exporter */
  textfile?: string
}

/** `elkctl alerts check`: asks for every alert as a search. Writes nothing to the stack. */
export async function checkAlerts(options: CheckOptions, run: Run): Promise<Verdict> {
  const { failOn = 'warn', only, textfile } = options
  run.journal.add({ findings: [], failOn })
  const end = momentOf(options.at)
  const read = await readToAsk(
    options,
    run,
    only?.map((name) => ({ name, where: '--only' })),
  )
  if (isVerdict(read)) return read
  const { settings, alerts } = read
  // Whether it can be written shows before anything is asked.
  const staged = textfile === undefined ? undefined : stageFile(textfile, { mustBeNew: false, mode: 0o644 })
  try {
    const results = await askStack(alerts, { settings, end }, run)
    run.journal.add({ alerts: results, findings: findingsOfAlerts(results, inShort) })
    run.screen.print(alertLines(results, run.screen.color).join('\n'))
    const metrics = alertMetrics(results.map(alertAsJson), settings.profile.name, Date.now())
    staged?.commit(run.redactor.redact(`${metrics.join('\n')}\n`))
    return verdictOf({ end: 'alerts asked for', results, failOn })
  } finally {
    staged?.discard()
  }
}

/** @throws SettingsError */
export function momentOf(text: string | undefined): number {
  if (text === undefined) return Date.now()
  const moment = Date.parse(text)
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(moment)) return moment
  throw new SettingsError([{ where: '--at', message: `"${text}" is not a time such as 2026-11-21T05:00:00Z` }])
}
