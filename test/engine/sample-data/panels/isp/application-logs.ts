import type { LogLine } from '../../../../../src/profiles/isp/sample-data/model/log.js'
import type { Platform } from '../../../../../src/profiles/isp/sample-data/model/platform.js'
import { bars, countBy, type PanelProofs } from '../look.js'
import { inPart, isError, looked, navigation } from './measures.js'
import { errorRates } from './system-health.js'

const levels = { Critical: 'critical', Error: 'error', Warning: 'warning', Info: 'info', Debug: 'debug' }

const byLevel = (lines: LogLine[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(levels).map(([label, level]) => [label, lines.filter((line) => line.level === level).length]),
  )

export const applicationLogsPanels: PanelProofs<Platform> = {
  dashboard: 'isp-application-logs',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    ...navigation,
    'Service and Level Selector': ({ log }) => ({
      Service: countBy(log, ({ service }) => service),
      Level: countBy(log, ({ level }) => level),
    }),
    'Log lines': ({ log }, look) => log.filter(looked(look)).length,
    Errors: ({ log }, look) => log.filter(looked(look)).filter(isError).length,
    'Error share': ({ log }, look) => {
      const lines = log.filter(looked(look))
      return { Errors: lines.filter(isError).length / lines.length }
    },
    'Log Volume over time': ({ log }, look) =>
      bars(look, (from, before) => {
        const lines = log.filter(inPart(from, before))
        return lines.length === 0 ? undefined : byLevel(lines)
      }),
    'Logs by Level': ({ log }, look) => byLevel(log.filter(looked(look))),
    'Logs by Service': ({ log }, look) => countBy(log.filter(looked(look)), ({ service }) => service),
    'Error Rates': errorRates,
    'Top Error Messages': ({ log }, look) => {
      const errors = log.filter(looked(look)).filter(isError)
      const messages = [...new Set(errors.map(({ message }) => message))]
      return Object.fromEntries(
        messages.map((text) => [
          text,
          countBy(
            errors.filter(({ message }) => message === text),
            ({ service }) => service,
          ),
        ]),
      )
    },
  },
}
