/** Looks like a space, or like nothing: what comes along when a value is copied out of a document or a web page. */
const unseen = /[\u00A0\u00AD\u1680\u2000-\u200F\u2028-\u202F\u205F-\u2064\u3000\uFEFF]/g

const nameOf = (character: string): string => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** "U+00A0, U+200B"; undefined: there is none */
export function unseenIn(text: string): string | undefined {
  const names = [...new Set(text.match(unseen)?.map(nameOf))]
  return names.length === 0 ? undefined : names.join(', ')
}

/** The same text for a message, with a name in place of each character that is not seen. */
export const withUnseen = (text: string): string => text.replace(unseen, (character) => `<${nameOf(character)}>`)

export const withoutUnseen = (text: string): string => text.replace(unseen, '')
