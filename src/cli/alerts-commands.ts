import { Option, type Command } from 'commander'
import type { CheckOptions } from '../commands/alerts/check.js'
import type { TestOptions } from '../commands/alerts/test.js'
import type { Profile } from '../profiles/profile.js'
import { alertFormats } from '../report/formats/names.js'
import type { StackOptions } from '../steps/read-settings.js'
import { alertChoiceOptions } from './options/alert-choice.js'
import { commonOptions, whatToDo } from './options/common.js'
import type { Execute } from './user-commands.js'

/** `alerts list`, `alerts check` and `alerts test`: the same definitions as in rules and monitors, without either. */
export function alertsCommands(elkctl: Command, profile: Profile, execute: Execute): void {
  const alerts = elkctl
    .command('alerts')
    .description('what is wrong with the application right now, by searches; writes nothing')
  const list = alerts
    .command('list')
    .description('list the alerts: what each measures, its thresholds, where it runs; asks nothing of a stack')
  commonOptions(alertChoiceOptions(list), profile).action((options: StackOptions) =>
    execute('alerts list', options, ({ listAlerts }) => listAlerts),
  )
  checkCommand(alerts, profile, execute)
  const test = alerts
    .command('test <name>')
    .description('ask for one alert: its search, each value, and how it stands')
    .optionsGroup(whatToDo)
  commonOptions(alertChoiceOptions(askOptions(test)), profile).action(
    (alert: string, options: Omit<TestOptions, 'alert'>) =>
      execute('alerts test', { ...options, alert }, ({ testAlert }) => testAlert),
  )
}

function checkCommand(alerts: Command, profile: Profile, execute: Execute): void {
  const check = alerts
    .command('check')
    .description(
      'ask for all alerts, from cron or a job; 0 when none fires, 1 when one does, and the code of what kept it from asking',
    )
    .optionsGroup(whatToDo)
    .option('--only <names...>', 'only these alerts; * stands for anything')
    .option('--textfile <file>', 'also put metrics into this file, for node_exporter; it is replaced as a whole')
  commonOptions(alertChoiceOptions(askOptions(check)), profile, alertFormats)
    .addHelpText(
      'after',
      '\nWith --output nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. What could not be asked for is never OK.',
    )
    .action((options: CheckOptions) => execute('alerts check', options, ({ checkAlerts }) => checkAlerts))
}

const askOptions = (command: Command): Command =>
  command
    .option('--at <time>', 'as of this time, such as 2026-11-21T05:00:00Z (default: now)')
    .addOption(new Option('--fail-on <severity>', 'what ends with 1').choices(['warn', 'fail']).default('warn'))
