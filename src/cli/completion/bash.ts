import type { CommandNode, OptionFacts } from '../command-tree.js'
import { wordsFor } from './names.js'
import { valuesOf, withAll, type Values } from './values.js'

/** Works without the package bash-completion, and with Bash 3.2. */
export function bashCompletion(root: CommandNode): string {
  const nodes = withAll(root)
  const options = nodes.flatMap((node) => node.options)
  return `# Completion of elkctl for Bash, made by: elkctl completion bash
_elkctl() {
  local IFS=$'\\n' cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at='' words='' i
  # --option=value: Bash takes the = for a word.
  if [ "$cur" = '=' ]; then cur=''; elif [ "$prev" = '=' ]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  COMPREPLY=()
  case "$prev" in
${byValues(options)
  .map(([values, names]) => `    ${names.join('|')}) ${reply(values)}; return ;;`)
  .join('\n')}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${nodes
        .slice(1)
        .map((node) => `' ${node.words.join(' ')}'`)
        .join('|')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at" in
${nodes.map((node) => `    '${node.words.map((word) => ` ${word}`).join('')}') words='${wordsAfter(node).join(' ')}' ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "\${words// /$IFS}" -- "$cur"))
}
complete -F _elkctl elkctl
`
}

function wordsAfter(node: CommandNode): string[] {
  return [
    ...node.commands.map(({ words }) => String(words.at(-1))),
    ...node.arguments.flatMap((argument) => wordsFor(node, argument)),
    ...node.options.flatMap(({ names }) => names.slice(-1)),
  ]
}

/** Options with the same values, together. */
function byValues(options: OptionFacts[]): [values: Values, names: string[]][] {
  const groups = new Map<string, [Values, Set<string>]>()
  for (const option of options) {
    const values = valuesOf(option)
    if (values === undefined) continue
    const [, names] = groups.get(String(values)) ?? [values, new Set<string>()]
    groups.set(String(values), [values, new Set([...names, ...option.names])])
  }
  return [...groups.values()].map(([values, names]) => [values, [...names]])
}

function reply(values: Values): string {
  if (values === 'files') return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`
  if (values === 'folders') return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur"))`
  return Array.isArray(values) ? `COMPREPLY=($(compgen -W $'${values.join('\\n')}' -- "$cur"))` : ':'
}
