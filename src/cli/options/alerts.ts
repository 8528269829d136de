import type { Command } from 'commander'
import { alertChoiceOptions } from './alert-choice.js'
import { alertsKey, channelKey } from '../../settings/alert-keys.js'

/** Alerts act on people: nothing of them is written unless it is asked for. */
export function alertOptions(command: Command): Command {
  command
    .optionsGroup('Alerts:')
    .option('--alerts', `also make rules of Kibana, or monitors of OpenSearch (or set ${alertsKey}=true)`)
    .option(
      '--connector <name>',
      'the connector of Kibana that tells people (default: one that writes to Kibana’s log)',
    )
    .option(
      '--channel <id>',
      `the channel of OpenSearch that tells people (before 2.0: the destination; or set ${channelKey})`,
    )
  return alertChoiceOptions(command)
}
