import { z } from 'zod'
import type { Profile } from './profile.js'

const text = z.string().min(1)
const names = z.strictObject({ service: text, viewer: text.exactOptional(), checker: text.exactOptional() })
const option = z.strictObject({ flags: z.string().regex(/^--[a-z][a-z-]*( <[a-z]+>)?$/), help: text })
const versions = z.string().regex(/^\d+(\.\d+)*$/)

/** Everything of a profile that is no code. */
const schema = z.strictObject({
  $schema: text.exactOptional(),
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected small letters, digits and hyphens'),
  title: text,
  envFile: text.exactOptional(),
  grammar: z.enum(['literal-env', 'dotenv', 'yaml']),
  keys: z.strictObject({
    searchUrl: text,
    dashboardsUrl: text.exactOptional(),
    username: text,
    password: text,
    retentionDays: text.exactOptional(),
    verifyCertificates: text.exactOptional(),
  }),
  addressList: z.boolean().exactOptional(),
  settings: z
    .record(
      z.string().regex(/^\w+$/),
      z.strictObject({ key: text, type: z.enum(['text', 'number', 'truth', 'list']), default: z.string() }),
    )
    .default({}),
  localStack: z.strictObject({ searchUrl: text, dashboardsUrl: text.exactOptional() }).exactOptional(),
  roles: names,
  users: names,
  release: z
    .strictObject({
      file: text,
      pattern: z.string().refine(isPattern, 'expected a regular expression'),
      example: versions,
      option,
    })
    .exactOptional(),
  retention: z.array(z.strictObject({ from: versions.exactOptional(), days: z.int().min(0).max(99_999) })).min(1),
  compatibility: z
    .strictObject({
      source: text,
      rows: z.array(z.strictObject({ from: versions, to: versions, minimumStack: versions.exactOptional() })),
    })
    .exactOptional(),
  writes: z.record(z.string(), z.array(text)).default({}),
  beyondDocumentation: z.array(z.strictObject({ adds: text, why: text })).default([]),
  oldIndices: z.array(z.strictObject({ index: text, field: text, means: text })).default([]),
  reindex: option.exactOptional(),
  remarks: z.array(z.strictObject({ name: text, value: z.string(), says: text })).default([]),
  restart: z.strictObject({ command: text, where: text.exactOptional() }).exactOptional(),
})

function isPattern(source: string): boolean {
  try {
    return new RegExp(source).source !== ''
  } catch {
    return false
  }
}

/** A profile of one's own. A text: what is wrong with it, one line for each place: `keys.searchUrl: expected string` */
export function readProfile(value: unknown): Profile | string[] {
  const read = schema.safeParse(value)
  if (read.success) {
    const { $schema: _editors, ...profile } = read.data
    return profile
  }
  return read.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message.replace(/^Invalid \w+: /, '')}`,
  )
}
