import { readdirSync, readFileSync } from 'node:fs'

export interface Recording {
  /** `007-put-first-201` */
  name: string
  /** `007` */
  number: string
  as?: string
  note?: string
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown }
  response: { status: number; headers?: Record<string, string>; body: unknown }
}

/** Every exchange recorded in a folder, in order. */
export function recordingsIn(name: string): Recording[] {
  const folder = new URL(`../../../test/fixtures/recordings/${name}/`, import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Omit<Recording, 'name' | 'number'>),
      name: file.replace(/\.json$/, ''),
      number: file.replace(/-.*$/, ''),
    }))
}

type Kind = 'time' | 'number' | 'uuid'

/**
 * Values that no double can give as they are recorded: times (but 0), sequence numbers (every write to the config index
 * moves them) and index uuids. Seen for the first time, the double's value is taken for the recorded one; from then on it
 * must be that one, in answers as in requests, and no other number or uuid may be the same.
 */
export class VolatileValues {
  #actual = new Map<string, unknown>()

  /** A recorded body as it has to be sent now. */
  inBody(recorded: unknown): unknown {
    return walk(recorded, undefined, (kind, value) => this.#actual.get(`${kind} ${String(value)}`) ?? value)
  }

  inPath(path: string): string {
    const current = (number: string): string => JSON.stringify(this.#actual.get(`number ${number}`) ?? Number(number))
    return path.replace(/(?<=if_seq_no=)\d+/, current)
  }

  /** The recorded answer as it is to be expected, given what came. */
  inAnswer(recorded: unknown, came: unknown): unknown {
    return walk(recorded, came, (kind, value, actual) => {
      const key = `${kind} ${String(value)}`
      const taken = [...this.#actual].some(([known, other]) => known.startsWith(kind) && other === actual)
      const fits = typeof actual === typeof value && (kind === 'time' || !taken)
      if (!this.#actual.has(key) && fits) this.#actual.set(key, actual)
      return this.#actual.get(key) ?? value
    })
  }
}

type Change = (kind: Kind, recorded: unknown, actual: unknown) => unknown

function walk(recorded: unknown, actual: unknown, change: Change): unknown {
  if (Array.isArray(recorded)) {
    const others = Array.isArray(actual) ? (actual as unknown[]) : []
    return recorded.map((value, index) => walk(value, others[index], change))
  }
  if (typeof recorded !== 'object' || recorded === null) return recorded
  const fields = Object.entries(recorded).map(([field, value]: [string, unknown]) => {
    const other = (actual as Record<string, unknown> | null | undefined)?.[field]
    const kind = kindOf(field, value)
    return [field, kind ? change(kind, value, other) : walk(value, other, change)] as const
  })
  return Object.fromEntries(fields)
}

function kindOf(field: string, value: unknown): Kind | undefined {
  if (field === 'index_uuid' && value !== '_na_') return 'uuid'
  if (typeof value !== 'number') return undefined
  if (/^(_|policy_)seq_no$/.test(field)) return 'number'
  return /_(time|date)$/.test(field) && value !== 0 ? 'time' : undefined
}

/** `failed_indices` come in the order of a hash table. */
export function withSortedFailures(body: unknown): unknown {
  const failed = (body as { failed_indices?: { index_name: string }[] } | undefined)?.failed_indices
  if (!failed) return body
  return { ...(body as object), failed_indices: failed.toSorted((a, b) => (a.index_name < b.index_name ? -1 : 1)) }
}
