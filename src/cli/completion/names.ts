import { checkIds } from '../../checks/catalogue/index.js'
import { readAlerts } from '../../alerts/read.js'
import { profiles } from '../../profiles/index.js'
import type { Profile } from '../../profiles/profile.js'
import { defaultVariables } from '../../profiles/variables.js'
import type { ArgumentFacts, CommandNode } from '../command-tree.js'

/** What an argument may be that is a name out of data: of all applications, since a line need not say which one is meant. */
const names: Record<string, () => string[]> = {
  explain: () => [...checkIds],
  export: () => [...profiles.flatMap(({ exports = {} }: Profile) => Object.keys(exports)), 'grafana'],
  'alerts test': () =>
    profiles.flatMap((profile) =>
      readAlerts({ profile: profile.name, variables: defaultVariables(profile) }).map(({ name }) => name),
    ),
}

/** The words that may stand there; none: anything. */
export const wordsFor = ({ words }: CommandNode, { choices }: ArgumentFacts): string[] =>
  choices.length > 0 ? choices : [...new Set(names[words.join(' ')]?.() ?? [])]
