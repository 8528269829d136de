import { counted } from '../../counted.js'
import type { LeftBehind } from '../../engine/left-behind.js'

/** One sentence a kind: what stays, and what its owner can do. */
export function leftBehindNotes(objects: LeftBehind[]): string[] {
  return [...new Set(objects.map(({ kind }) => kind))].map((kind) => {
    const titles = objects.flatMap((one) => (one.kind === kind ? [`"${one.title}"`] : [])).sort()
    const [is, stays, it] = titles.length === 1 ? ['is', 'stays', 'it'] : ['are', 'stay', 'them']
    return `${counted(titles.length, kind.name, `${kind.name.replace(/y$/, 'ie')}s`)} of an earlier elkctl or of other settings ${is} no longer part of what it makes, and ${stays}: ${titles.join(', ')}; delete ${it} if nobody uses ${it}`
  })
}
