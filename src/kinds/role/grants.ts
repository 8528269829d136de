import { isObject, type Json, type JsonObject } from '../../json.js'

/** Every leaf of a role as "path: word", whatever the product. Marks and descriptions grant nothing. */
function grants(role: JsonObject): Set<string> {
  const { metadata: _mark, description: _text, ...granting } = role
  const words = new Set<string>()
  const visit = (value: Json, path: string): void => {
    if (Array.isArray(value))
      value.forEach((inner) => {
        visit(inner, path)
      })
    else if (isObject(value))
      Object.entries(value).forEach(([key, inner]) => {
        visit(inner, `${path} ${key}`)
      })
    else words.add(`${path.trim()}: ${String(value)}`)
  }
  visit(granting, '')
  return words
}

/** Why ours would take something away from the users who have the role. */
export function lostGrants(desired: JsonObject, actual: JsonObject): string | undefined {
  const granted = grants(desired)
  const lost = [...grants(actual)].filter((grant) => !granted.has(grant))
  return lost.length === 0
    ? undefined
    : `it grants what elkctl would remove (${lost.slice(0, 3).join('; ')}${lost.length > 3 ? `; ${lost.length - 3} more` : ''})`
}
