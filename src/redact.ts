/** Keeps secrets out of everything that is printed, whatever form they have taken on the way. */
export interface Redactor {
  add: (secret: string | undefined) => void
  redact: (text: string) => string
}

const shown = '(secret)'

export function createRedactor(): Redactor {
  const forms = new Set<string>()
  return {
    add: (secret) => {
      if (secret !== undefined && secret !== '') formsOf(secret).forEach((form) => forms.add(form))
    },
    // Longest first: a form may contain another.
    redact: (text) => {
      const longestFirst = [...forms].sort((a, b) => b.length - a.length)
      return withoutBeginnings(
        longestFirst.reduce((clean, form) => clean.replaceAll(form, shown), text),
        longestFirst,
      )
    },
  }
}

/** fewer characters than these give nothing away, and stand in many words */
const least = 4

/** Long answers of servers are cut, and the cut may go through a secret: its beginning, just before "…". */
function withoutBeginnings(text: string, forms: string[]): string {
  return text.replace(/[^…]+(?=…)/g, (before) => {
    for (const form of forms)
      for (let length = form.length - 1; length >= least; length--)
        if (before.endsWith(form.slice(0, length))) return before.slice(0, -length) + shown
    return before
  })
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
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    new URLSearchParams({ '': secret }).toString().slice(1),
    inJson(secret),
    // JSON that a server repeats in the text of its JSON answer.
    inJson(inJson(secret)),
    inJson(inJson(inJson(secret))),
    ...[...base64, ...base64.map(forUrls)].filter((form) => form.length >= 6),
  ]
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** The alphabet of base64url (RFC 4648, section 5). */
const forUrls = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_')
