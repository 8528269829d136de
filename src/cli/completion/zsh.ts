import type { CommandNode, OptionFacts } from '../command-tree.js'
import { wordsFor } from './names.js'
import { short, valuesOf, withAll } from './values.js'

/** As a file `_elkctl` in a folder of `fpath`, or sourced. */
export function zshCompletion(root: CommandNode): string {
  return `#compdef elkctl
# Completion of elkctl for Zsh, made by: elkctl completion zsh
${withAll(root).map(functionFor).join('\n')}
if [ "\${funcstack[1]}" = _elkctl ]; then _elkctl "$@"; else compdef _elkctl elkctl; fi
`
}

const nameOf = ({ words }: CommandNode): string => ['_elkctl', ...words].join('_')

function functionFor(node: CommandNode): string {
  const options = node.options.map(argumentFor)
  if (node.commands.length === 0) {
    const choices = node.arguments.map((argument) =>
      quoted(`:${argument.name}:(${wordsFor(node, argument).join(' ')})`),
    )
    return `${nameOf(node)}() {\n  _arguments ${[...options, ...choices].join(' \\\n    ')}\n}`
  }
  const commands = node.commands.map(({ words, summary }) => quoted(`${String(words.at(-1))}:${short(summary)}`))
  return `${nameOf(node)}() {
  local state line
  local -a commands=(
    ${commands.join('\n    ')}
  )
  _arguments -C ${options.join(' \\\n    ')} \\
    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument) case $line[1] in
${node.commands.map((child) => `      ${String(child.words.at(-1))}) ${nameOf(child)} ;;`).join('\n')}
    esac ;;
  esac
}`
}

/** One argument of `_arguments`: `'(-y --yes)'{-y,--yes}'[do not ask]'`. */
function argumentFor(option: OptionFacts): string {
  const { names, value, summary } = option
  const about = `[${short(summary).replace(/[[\]\\]/g, String.raw`\$&`)}]${value === undefined ? '' : `:${value}:${action(option)}`}`
  const [name = '', ...others] = names
  return others.length === 0
    ? quoted(`${name}${about}`)
    : `${quoted(`(${names.join(' ')})`)}{${names.join(',')}}${quoted(about)}`
}

function action(option: OptionFacts): string {
  const values = valuesOf(option)
  if (Array.isArray(values)) return `(${values.join(' ')})`
  return values === 'files' ? '_files' : values === 'folders' ? '_files -/' : ''
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
