import { problemsIn } from '../data-files/problems.js'
import { profile } from '../data-files/schemas/profile.js'
import { isObject } from '../json.js'
import type { Profile } from './profile.js'

/** A profile of one's own; or what is wrong with it, a line for each place: `keys.searchUrl must be a text` */
export function readProfile(value: unknown): Profile | string[] {
  const { $schema: _forEditors, ...given } = isObject(value) ? value : {}
  const read = profile.safeParse(isObject(value) ? given : value, { reportInput: true })
  return read.success ? read.data : problemsIn(read.error, value)
}
