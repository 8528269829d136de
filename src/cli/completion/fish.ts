import type { CommandNode, OptionFacts } from '../command-tree.js'
import { wordsFor } from './names.js'
import { short, valuesOf, withAll } from './values.js'

export function fishCompletion(root: CommandNode): string {
  return `# Completion of elkctl for fish, made by: elkctl completion fish
complete -c elkctl -f
${withAll(root).flatMap(linesFor).join('\n')}
`
}

function linesFor(node: CommandNode): string[] {
  const here = `complete -c elkctl -n ${quoted(condition(node))}`
  return [
    ...node.commands.map(({ words, summary }) => `${here} -a ${String(words.at(-1))} -d ${quoted(short(summary))}`),
    ...node.arguments
      .map((argument) => wordsFor(node, argument))
      .flatMap((words) => (words.length === 0 ? [] : [`${here} -a ${quoted(words.join(' '))}`])),
    ...node.options.map((option) => `${here} ${flagsFor(option)} -d ${quoted(short(option.summary))}`),
  ]
}

/** That the line has come to this command, and to none below it. */
function condition({ words, commands }: CommandNode): string {
  if (words.length === 0) return '__fish_use_subcommand'
  const below = commands.map((child) => String(child.words.at(-1)))
  return [
    ...words.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(below.length === 0 ? [] : [`not __fish_seen_subcommand_from ${below.join(' ')}`]),
  ].join('; and ')
}

function flagsFor(option: OptionFacts): string {
  const flags = option.names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  const values = valuesOf(option)
  const taken = Array.isArray(values)
    ? ['-x', '-a', quoted(values.join(' '))]
    : {
        files: ['-r', '-F'],
        folders: ['-x', '-a', quoted('(__fish_complete_directories)')],
        anything: ['-x'],
        none: [],
      }[values ?? 'none']
  return [...flags, ...taken].join(' ')
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, String.raw`\$&`)}'`
