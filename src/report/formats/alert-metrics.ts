import type { AlertEntry } from '../document.js'
import { foreign } from '../text/foreign.js'

/** Alerts for Prometheus. One metric a threshold tells which is reached; a group has a value of its own. */
export function alertMetrics(alerts: AlertEntry[], profile: string, now: number): string[] {
  const labels = (more: Record<string, string>) => labelsOf({ profile, ...more })
  return [
    '# HELP elkctl_alert_firing Whether a value has reached the threshold of this severity.',
    '# TYPE elkctl_alert_firing gauge',
    ...alerts
      .filter(({ state }) => state !== 'unknown')
      .flatMap(({ name, state, warn, critical }) => [
        ...(warn === null
          ? []
          : [
              `elkctl_alert_firing${labels({ alert: name, severity: 'warning' })} ${state === 'warning' || state === 'critical' ? 1 : 0}`,
            ]),
        ...(critical === null
          ? []
          : [`elkctl_alert_firing${labels({ alert: name, severity: 'critical' })} ${state === 'critical' ? 1 : 0}`]),
      ]),
    '# HELP elkctl_alert_unknown Whether an alert could not be asked for.',
    '# TYPE elkctl_alert_unknown gauge',
    ...alerts.map(({ name, state }) => `elkctl_alert_unknown${labels({ alert: name })} ${state === 'unknown' ? 1 : 0}`),
    '# HELP elkctl_alert_value What an alert measures, of each group.',
    '# TYPE elkctl_alert_value gauge',
    ...alerts.flatMap(({ name, values }) =>
      values.flatMap(({ group, value }) =>
        value === null
          ? []
          : [`elkctl_alert_value${labels({ alert: name, ...(group !== null && { group: foreign(group) }) })} ${value}`],
      ),
    ),
    '# HELP elkctl_alert_last_check_timestamp_seconds When alerts were last asked for.',
    '# TYPE elkctl_alert_last_check_timestamp_seconds gauge',
    `elkctl_alert_last_check_timestamp_seconds${labels({})} ${Math.round(now / 1000)}`,
  ]
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
const labelsOf = (labels: Record<string, string>): string =>
  `{${Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
    )
    .join(',')}}`
