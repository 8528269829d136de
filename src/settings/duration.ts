const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000 }

/** "60s", "2m", "1500ms" or bare seconds, in milliseconds; undefined when it is none of them. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(text.trim())
  if (!match) return undefined
  return Number(match[1]) * (units[match[2] ?? 's'] ?? 1000)
}
