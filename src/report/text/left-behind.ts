import { counted } from '../../counted.js'
import type { LeftBehind } from '../../engine/left-behind.js'

/** One sentence a kind: what stays, and what its owner can do. */
export function leftBehindNotes(objects: LeftBehind[]): string[] {
  return [...new Set(objects.map(({ kind }) => kind))].map((kind) => {
    const titles = objects.filter((one) => one.kind === kind).map(({ title }) => `"${title}"`)
    const [is, stays, it] = titles.length === 1 ? ['is', 'stays', 'it'] : ['are', 'stay', 'them']
    return `${counted(titles.length, kind.name)} of an earlier elkctl ${is} no longer part of what it makes, and ${stays}: ${titles.join(', ')}; delete ${it} if nobody uses ${it}`
  })
}
