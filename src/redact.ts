/** Keeps secrets out of everything that is printed, whatever form they have taken on the way. */
export interface Redactor {
  add: (secret: string | undefined) => void
  redact: (text: string) => string
  /** every text within, and no name of a field: these are not secrets, even when they are equal to one */
  values: (value: unknown) => unknown
}

const shown = '(secret)'

export function createRedactor(): Redactor {
  const forms = new Set<string>()
  // Longest first: a form may contain another.
  const redact = (text: string): string =>
    [...forms].sort((a, b) => b.length - a.length).reduce((clean, form) => clean.replaceAll(form, shown), text)
  const values = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value)
    if (Array.isArray(value)) return value.map(values)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, values(inner)]))
  }
  return {
    redact,
    values,
    add: (secret) => {
      if (secret !== undefined && secret !== '') formsOf(secret).forEach((form) => forms.add(form))
    },
  }
}

/** Raw, in a URL, in JSON, in base64 (alone; after "user:" it starts anywhere within a group of three bytes). */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)])
    // The first characters mix with what stands before, the last ones with what comes after.
    return bytes
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : shift + 1, bytes.length % 3 === 0 ? undefined : -1)
  })
  const encoded = encodeURIComponent(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  const inUrl = new URL('http://host')
  inUrl.password = secret
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    new URLSearchParams({ q: secret }).toString().slice('q='.length),
    inUrl.password,
    json,
    // An error that was JSON already, inside our own.
    JSON.stringify(json).slice(1, -1),
    ...base64.filter((form) => form.length >= 6),
  ]
}
