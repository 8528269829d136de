import type { Command } from 'commander'
import { withoutKey } from '../../settings/alert-keys.js'

/** Which alerts a command is about, and thresholds instead of those in their files. */
export const alertChoiceOptions = (command: Command): Command =>
  command
    .optionsGroup('Alerts:')
    .option(
      '--without-alert <name>',
      `leave this alert out; repeatable, and * stands for anything (or set ${withoutKey}=NAME,NAME)`,
      (name: string, before: string[] | undefined) => [...(before ?? []), name],
    )
    .option(
      '--threshold <name=warn,critical>',
      'thresholds instead of those in its file; repeatable: cpu=80,95, cpu=80 or cpu=,95 (or set ELKCTL_ALERT_CPU=80,95)',
      (text: string, before: string[] | undefined) => [...(before ?? []), text],
    )
