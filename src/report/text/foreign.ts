/** What strangers wrote into documents: on a terminal it stays text, on its line, in its direction, and short. */
export function foreign(text: string): string {
  const plain = text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
}

const most = 120
