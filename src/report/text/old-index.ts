import type { ChalkInstance } from 'chalk'
import { counted } from '../../counted.js'
import type { OldIndex } from '../../lifecycle/index.js'
import { reindexCopyOf } from '../../kinds/index-mapping.js'
import type { Plan } from '../../engine/plan.js'
import type { Profile } from '../../profiles/profile.js'

/** Existing indices in the plan whose types are not those of their template. @param column pads the name of a kind */
export const oldIndexLines = ({ indices }: Plan, color: ChalkInstance, column: (kind: string) => string): string[] =>
  indices.old.map((old) => `  ${color.yellow(`! ${column('existing index')} ${old.index}  ${oldIndexText(old)}`)}`)

/** "older than its template: timestamp is long instead of date, and 3 more fields" */
export function oldIndexText({ differences, copy }: OldIndex): string {
  const cutOff = copy === undefined ? [] : [`its reindex was cut off, and documents are in ${copy}`]
  const [first, ...more] = differences
  if (first === undefined) return cutOff.join()
  const { field, has, wanted } = first
  const others = more.length === 0 ? '' : `, and ${counted(more.length, 'more field')}`
  const type = has === undefined ? `${field} is not mapped as ${wanted}` : `${field} is ${has} instead of ${wanted}`
  return [`older than its template: ${type}${others}`, ...cutOff].join('; ')
}

/** What is so, what it means, and what to do: all that a person needs who reads only this. */
export function oldIndexWarning(old: OldIndex, profile: Profile): string {
  const { index, differences } = old
  const copy = reindexCopyOf(index)
  const means = profile.oldIndices
    .filter((cause) => cause.index === index && differences.some(({ field }) => field === cause.field))
    .map((cause) => `: ${cause.means}`)
  const way =
    profile.reindex === undefined
      ? 'Reindex it by way of a copy'
      : `Stop ${profile.title} on all nodes, then run elkctl init ${profile.reindex.flags} as administrator: it keeps every document`
  const byHand = [
    `POST /_reindex {"source":{"index":"${index}"},"dest":{"index":"${copy}"}}`,
    `GET /${index}/_count and /${copy}/_count (must be equal)`,
    `DELETE /${index}`,
    `PUT /${index}`,
    `POST /_reindex {"source":{"index":"${copy}"},"dest":{"index":"${index}"}}`,
    `both counts again`,
    `DELETE /${copy}`,
  ].join('; ')
  return `the index ${index} is ${oldIndexText(old)}${means.join()}. ${way}${old.copy === undefined ? `. By hand: ${byHand}` : ''}`
}
