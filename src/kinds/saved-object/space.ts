import type { Stack } from '../../stack/stack.js'
import { typeAndId } from './parts.js'

/** Saved objects of another space than the default one are below `/s/<id>` (recordings 099, 105). */
export const spacePath = ({ dashboards }: Stack): string =>
  dashboards?.space === undefined ? '' : `/s/${dashboards.space}`

export function objectPath(stack: Stack, name: string): string {
  const { type, id } = typeAndId(name)
  return `${spacePath(stack)}/api/saved_objects/${encodeURIComponent(type)}/${encodeURIComponent(id)}`
}
