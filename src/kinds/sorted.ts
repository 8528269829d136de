import type { Json } from '../json.js'

/** A list in which order means nothing. */
export const sorted = (value: Json): Json => (Array.isArray(value) ? value.map(String).sort() : value)
