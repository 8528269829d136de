import type { Command } from 'commander'

/** A Grafana that gets the dashboards, too. */
export const grafanaOptions = (command: Command): Command =>
  command
    .option('--grafana <url>', 'the dashboards for this Grafana, too; the port is required')
    .option(
      '--grafana-token-file <file>',
      'the token of its service account (or set ELKCTL_GRAFANA_TOKEN); /dev/stdin reads standard input',
    )
    .option('--grafana-username <name>', 'sign in to Grafana as this user, with ELKCTL_GRAFANA_PASSWORD')
