import type { Stack } from '../../stack/stack.js'

/** Saved objects of another space than the default one are below `/s/<id>` (recordings 099, 105). */
export const spacePath = ({ dashboards }: Stack): string =>
  dashboards?.space === undefined ? '' : `/s/${dashboards.space}`
