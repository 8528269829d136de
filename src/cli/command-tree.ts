import type { Argument, Command, Option } from 'commander'

/** A command as its help shows it: what completion and the manual page are made of. */
export interface CommandNode {
  /** its words after `elkctl`: `['sample-data', 'load']` */
  words: string[]
  /** as its help shows it: `[options] [name]` */
  usage: string
  summary: string
  arguments: ArgumentFacts[]
  options: OptionFacts[]
  commands: CommandNode[]
}

export interface ArgumentFacts {
  name: string
  choices: string[]
}

export interface OptionFacts {
  /** as the help shows it: `-y, --yes` */
  flags: string
  /** each spelling alone: `['-y', '--yes']` */
  names: string[]
  /** with its default, as the help shows it */
  summary: string
  /** what stands behind it: `file`; undefined: nothing */
  value: string | undefined
  choices: string[]
  /** the heading that it stands below; undefined: none */
  group: string | undefined
}

/** Of several applications: a command has the options of all of them, as the first has it that knows it. */
export function commandTree(programs: Command[]): CommandNode {
  return programs.map((program) => nodeOf(program, [])).reduce(merged)
}

function nodeOf(command: Command, words: string[]): CommandNode {
  const help = command.createHelp()
  return {
    words,
    usage: command.usage(),
    summary: command.description(),
    arguments: command.registeredArguments.map(argumentFacts),
    options: help.visibleOptions(command).map((option) => optionFacts(option, help.optionDescription(option))),
    commands: help
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help')
      .map((child) => nodeOf(child, [...words, child.name()])),
  }
}

const argumentFacts = (argument: Argument): ArgumentFacts => ({
  name: argument.name(),
  choices: argument.argChoices ?? [],
})

function optionFacts({ flags, short, long, argChoices, helpGroupHeading }: Option, summary: string): OptionFacts {
  return {
    flags,
    names: [short, long].filter((name) => name !== undefined),
    summary,
    value: /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1],
    choices: argChoices ?? [],
    group: helpGroupHeading,
  }
}

function merged(one: CommandNode, other: CommandNode): CommandNode {
  const known = new Set(one.options.flatMap(({ names }) => names))
  const further = other.commands.filter(({ words }) => !one.commands.some((child) => sameName(child.words, words)))
  return {
    ...one,
    options: [...one.options, ...other.options.filter(({ names }) => !names.some((name) => known.has(name)))],
    commands: [
      ...one.commands.map((child) => {
        const twin = other.commands.find(({ words }) => sameName(child.words, words))
        return twin === undefined ? child : merged(child, twin)
      }),
      ...further,
    ],
  }
}

const sameName = (one: string[], other: string[]): boolean => one.at(-1) === other.at(-1)
