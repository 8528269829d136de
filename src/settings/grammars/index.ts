import type { GrammarName } from '../../profiles/profile.js'
import { dotenvGrammar } from './dotenv.js'
import type { Grammar } from './grammar.js'
import { literalEnv } from './literal-env.js'

const known: Partial<Record<GrammarName, Grammar>> = { 'literal-env': literalEnv, dotenv: dotenvGrammar }

/** To be awaited before the first file of an application: the parser of YAML is an eighth of what a plan would load, and few need it. */
export async function loadGrammar(name: GrammarName): Promise<void> {
  if (name === 'yaml') known[name] ??= (await import('./yaml.js')).yaml
  if (name === 'tosca') known[name] ??= (await import('./tosca.js')).tosca
}

export function grammarOf(name: GrammarName): Grammar {
  const grammar = known[name]
  if (grammar === undefined) throw new Error(`the grammar ${name} has not been loaded`)
  return grammar
}
