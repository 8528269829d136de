import { exitCodes } from '../errors.js'
import { profiles } from '../profiles/index.js'
import { withAll } from './completion/values.js'
import type { CommandNode, OptionFacts } from './command-tree.js'
import { whatToDo } from './options/common.js'

/** `elkctl(1)`, in the macros of man(7), from what the help says. */
export function manPage(root: CommandNode, version: string): string {
  const commands = withAll(root).filter(({ commands }) => commands.length === 0)
  const common = distinct(commands.flatMap(({ options }) => options.filter(isCommon)))
  const groups = [...new Set(common.map(({ group }) => group))]
  return [
    `.TH ELKCTL 1 "" "elkctl ${version}"`,
    '.SH NAME',
    text('elkctl - makes an external Elastic Stack or OpenSearch ready for an application'),
    '.SH SYNOPSIS',
    `.B elkctl`,
    `.I command`,
    text('[options]'),
    '.SH DESCRIPTION',
    text(
      `${root.summary}. Other applications are named with --profile: ${profiles.map(({ name, title }) => `${name} (${title})`).join(', ')}.`,
    ),
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH OPTIONS OF MOST COMMANDS',
    ...groups.flatMap((group) => [
      `.SS ${text(String(group).replace(/:$/, ''))}`,
      ...common.filter((option) => option.group === group).flatMap(optionLines),
    ]),
    '.SH EXIT STATUS',
    ...Object.values(exitCodes).flatMap(({ code, meaning }) => ['.TP', `.B ${code}`, text(meaning)]),
    '.SH FILES',
    ...profiles.flatMap(({ envFile, title }) =>
      envFile === undefined ? [] : ['.TP', `.I ${text(envFile)}`, text(`settings of ${title}`)],
    ),
    '',
  ].join('\n')
}

/** Those that every command may have stand below headings of their own; the rest with its command. */
const isCommon = ({ group }: OptionFacts): boolean => group !== undefined && group !== whatToDo

function commandLines({ words, usage, summary, options }: CommandNode): string[] {
  const own = options.filter((option) => !isCommon(option) && !option.names.includes('--help'))
  return [
    '.TP',
    `.B elkctl ${text(`${words.join(' ')} ${usage}`)}`,
    text(summary),
    ...(own.length === 0 ? [] : ['.RS', ...own.flatMap(optionLines), '.RE']),
  ]
}

const optionLines = ({ flags, summary }: OptionFacts): string[] => ['.TP', `.B ${text(flags)}`, text(summary)]

/** The first of each name. */
const distinct = (options: OptionFacts[]): OptionFacts[] =>
  [...new Map([...options].reverse().map((option) => [option.flags, option])).values()].reverse()

/** Backslashes, hyphens that are typed, what is not ASCII, and a point or apostrophe at the beginning of a line mean something to troff. */
const text = (words: string): string =>
  words
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/[^\x20-\x7e]/g, (sign) => `\\[u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .replace(/^[.']/, String.raw`\&$&`)
