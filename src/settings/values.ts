/** undefined: it is neither */
export function parseTruth(text: string): boolean | undefined {
  if (/^(true|1|yes|on)$/i.test(text.trim())) return true
  return /^(false|0|no|off)$/i.test(text.trim()) ? false : undefined
}

/** A list as JSON has it, or with commas between. */
export function parseList(text: string): string[] {
  const bare = text.trim().replace(/^\[(.*)\]$/s, '$1')
  return bare
    .split(',')
    .map((member) => member.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((member) => member !== '')
}
