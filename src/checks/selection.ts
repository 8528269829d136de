import { SettingsError } from '../errors.js'
import { matchesAny } from '../patterns.js'
import { similarNames } from '../similar-names.js'
import { checkIds, type CheckId } from './catalogue/index.js'

export interface SelectionOptions {
  /** ids, with * for any characters; default: all */
  only?: string[]
  skip?: string[]
}

/** Which checks are wanted. @throws SettingsError (usage) there is no such check, or none is left */
export function selectChecks({ only, skip = [] }: SelectionOptions): Set<CheckId> {
  for (const [option, patterns] of Object.entries({ '--only': only ?? [], '--skip': skip }))
    for (const pattern of patterns) expectKnown(option, pattern)
  const selected = checkIds.filter(
    (id) => (only === undefined || matchesAny(only, id)) && (skip.length === 0 || !matchesAny(skip, id)),
  )
  if (selected.length > 0) return new Set(selected)
  throw new SettingsError([{ where: '--skip', message: 'no check is left' }], 'Leave one of the options out.')
}

/** @throws SettingsError no check has this id, or matches this pattern */
export function expectKnown(where: string, pattern: string): void {
  if (checkIds.some((id) => matchesAny([pattern], id))) return
  const [meant] = similarNames(pattern, checkIds)
  throw new SettingsError(
    [
      {
        where,
        message: `there is no check "${pattern}"${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
      },
    ],
    'elkctl explain lists the checks.',
  )
}

/** Whether one of a group is wanted: "stack", "account" */
export const wants = (selected: Set<CheckId>, ...groups: string[]): boolean =>
  [...selected].some((id) => groups.includes(id.split('.')[0] ?? ''))
