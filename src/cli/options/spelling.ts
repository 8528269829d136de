import { Option, type Command } from 'commander'

/**
 * A second spelling of an option, which the help does not show. What is written in it arrives under the name of the first; messages name the one that was
 * written last (settings/flags.ts).
 */
export function alsoSpelled(command: Command, setting: string, flags: string): Command {
  const usual = command.options.find((option) => option.attributeName() === setting)
  command.on(`option:${String(usual?.name())}`, () => {
    noteSpelling(command, setting, undefined)
  })
  return spelling(command, setting, new Option(flags).hideHelp())
}

/** An option of an application, for a setting that has the same name in all of them. */
export function spelling(command: Command, setting: string, option: Option): Command {
  return command.addOption(option).on(`option:${option.name()}`, (value: string | null) => {
    command.setOptionValueWithSource(setting, value ?? true, 'cli')
    noteSpelling(command, setting, `--${option.name()}`)
  })
}

function noteSpelling(command: Command, setting: string, written: string | undefined): void {
  const before = command.getOptionValue('spelled') as Record<string, string> | undefined
  command.setOptionValue('spelled', { ...before, [setting]: written })
}
