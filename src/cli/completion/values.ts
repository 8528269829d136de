import { profiles } from '../../profiles/index.js'
import type { CommandNode, OptionFacts } from '../command-tree.js'

/** What may stand behind an option: files, folders, some words, or anything. undefined: nothing stands there */
export type Values = 'files' | 'folders' | 'anything' | string[] | undefined

export function valuesOf({ names, value, choices }: OptionFacts): Values {
  if (value === undefined) return undefined
  if (names.includes('--profile')) return profiles.map(({ name }) => name)
  if (choices.length > 0) return choices
  return value === 'file' ? 'files' : value === 'folder' ? 'folders' : 'anything'
}

/** A command, and all below it. */
export const withAll = (node: CommandNode): CommandNode[] => [node, ...node.commands.flatMap(withAll)]

/** The first clause of a summary: what a menu has room for. */
export const short = (summary: string): string => String(summary.split(/[;:(]/)[0]).trim()
