import type { GrammarName } from '../../profiles/profile.js'
import { dotenvGrammar } from './dotenv.js'
import type { Grammar } from './grammar.js'
import { literalEnv } from './literal-env.js'
import { tosca } from './tosca.js'
import { yaml } from './yaml.js'

export const grammars: Record<GrammarName, Grammar> = { 'literal-env': literalEnv, dotenv: dotenvGrammar, yaml, tosca }
