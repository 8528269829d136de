import { escapeRegExp } from '../patterns.js'
/** Keeps secrets out of everything that is printed, whatever form they have taken on the way. */
export interface Redactor {
  add: (secret: string | undefined) => void
  /** Texts that are printed whatever the secrets are: names, URLs, files. */
  shows: (...texts: (string | undefined)[]) => void
  redact: (text: string) => string
  /** every text within, and no name of a field: these are not secrets, even when they are equal to one */
  values: (value: unknown) => unknown
}

const shown = '(secret)'

/**
 * A secret that is an ordinary word ("admin", "9200") stands in sentences of ours, and to take it out there would tell it. It is taken out only where it stands
 * as a secret; each other form of it, and each other secret, wherever it stands.
 *
 * @param ownWords everything that this program may say by itself; asked when there is a secret
 */
export function createRedactor(ownWords: () => string = () => ''): Redactor {
  const forms = new Set<string>()
  const texts: string[] = []
  let own: string | undefined
  const ordinary = new Map<string, boolean>()
  const isOrdinary = (form: string): boolean => {
    const occurs =
      ordinary.get(form) ?? (texts.some((text) => text.includes(form)) || (own ??= ownWords()).includes(form))
    ordinary.set(form, occurs)
    return occurs
  }
  const redact = (text: string): string =>
    [...forms]
      .filter((form) => text.includes(form) || text.includes('Basic '))
      // Longest first: a form may contain another.
      .sort((a, b) => b.length - a.length)
      .reduce((clean, form) => (isOrdinary(form) ? inContext(clean, form, texts) : clean.replaceAll(form, shown)), text)
  const values = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value)
    if (Array.isArray(value)) return value.map(values)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        typeof inner === 'string' && isSecretName.test(name) && forms.has(inner) ? shown : values(inner),
      ]),
    )
  }
  return {
    redact,
    values,
    shows: (...more) => {
      texts.push(...more.filter((text): text is string => text !== undefined && text !== ''))
      ordinary.clear()
    },
    add: (secret) => {
      if (secret !== undefined && secret !== '') formsOf(secret).forEach((form) => forms.add(form))
    },
  }
}

const secretNames = 'pass(?:word|wd|phrase|code)?|pwd|secret|token|api_?key|credentials?'
const isSecretName = new RegExp(`(?:${secretNames})$`, 'i')

/** Where a word stands as a password: `user:word@host`, `"password":"word"`, `PASSWORD=word`, `password [word]`, `name:word` of a user, in `Basic …`. */
function inContext(text: string, word: string, names: string[]): string {
  const [secret, users] = [escapeRegExp(word), names.map(escapeRegExp).join('|')]
  const quote = `(?:\\\\*["'])`
  const clean = text
    .replace(new RegExp(`(?<=[^\\s/:@]:)${secret}(?=@)`, 'g'), shown)
    .replace(
      new RegExp(
        `((?:${secretNames})(?:${quote}?\\s*[=:]\\s*${quote}?|\\s*(?:${quote}|[[(<])))${secret}(?![\\w-])`,
        'gi',
      ),
      `$1${shown}`,
    )
    .replace(/(Basic\s+)([A-Za-z0-9+/_-]+={0,2})/g, (header: string, scheme: string, encoded: string) =>
      Buffer.from(encoded, 'base64').toString().endsWith(`:${word}`) ? `${scheme}${shown}` : header,
    )
  return users === ''
    ? clean
    : clean.replace(new RegExp(`((?<![\\w-])(?:${users}):)${secret}(?![\\w-])`, 'g'), `$1${shown}`)
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
