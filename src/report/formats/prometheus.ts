import type { ReportDocument } from '../document.js'
import { alertMetrics } from './alert-metrics.js'
import { findingsIn } from './findings.js'

/** Text for Prometheus, for node_exporter's textfile collector: https://prometheus.io/docs/instrumenting/exposition_formats */
export function asMetrics(document: ReportDocument): string {
  const findings = findingsIn(document)
  const ids = [...new Set(findings.map(({ id }) => id))]
  const statuses = ['pass', 'fail', 'warn', 'skip'] as const
  return [
    '# HELP elkctl_exit_code Exit code of the last run.',
    '# TYPE elkctl_exit_code gauge',
    `elkctl_exit_code{command="${document.command}"} ${document.exitCode}`,
    '# HELP elkctl_last_run_timestamp_seconds When the last run ended.',
    '# TYPE elkctl_last_run_timestamp_seconds gauge',
    `elkctl_last_run_timestamp_seconds{command="${document.command}"} ${Math.round(Date.now() / 1000)}`,
    '# HELP elkctl_findings What a check found, by how many subjects.',
    '# TYPE elkctl_findings gauge',
    ...ids.flatMap((id) =>
      statuses.map((status) => {
        const count = findings.filter((finding) => finding.id === id && finding.status === status).length
        return `elkctl_findings{check="${id}",status="${status}"} ${count}`
      }),
    ),
    ...(document.alerts ? alertMetrics(document.alerts, document.settings?.profile ?? '', Date.now()) : []),
    '',
  ].join('\n')
}
