import type { Command } from 'commander'
import type { Profile } from '../../profiles/profile.js'
import { alsoSpelled } from './spelling.js'

/** Where the stack is, and how long to wait for it. */
export function connectionOptions(command: Command, { keys, bareAddress }: Profile): Command {
  const instead = (name: string | undefined) => (name === undefined ? '' : `instead of ${name}; `)
  command
    .optionsGroup('Connection:')
    .option('--search-url <url>', `the search engine: ${instead(keys.searchUrl)}the port is required`)
    .option('--dashboards-url <url>', `the dashboards server: ${instead(keys.dashboardsUrl)}the port is required`)
    .option('--no-dashboards', 'leave the dashboards server alone')
    .option('--cloud-id <id>', 'a deployment of Elastic Cloud, instead of both addresses')
    .option(
      '--wait <time>',
      'how long to wait for a stack that is starting, and in all for one that is busy: 60s, 2m',
      '2m',
    )
    .addHelpText('after', '\nProxies: HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment are used.')
  if (bareAddress) command.option('--tls', `use https for ${keys.searchUrl}`)
  alsoSpelled(command, 'wait', '--timeout <time>')
  alsoSpelled(command, 'searchUrl', '--elasticsearch-host <url>')
  return alsoSpelled(command, 'dashboardsUrl', '--kibana-host <url>')
}
