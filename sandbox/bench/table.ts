import { median, type Run } from './measure.js'
import type { Situation } from './programs.js'

/** What was measured of a program. */
export interface Row {
  program: string
  objects: number
  /** milliseconds of a round trip beside its own time */
  latency: number
  situation: Situation
  requests: number
  runs: Run[]
}

export const heading = `| objects | latency | situation | program | time (from–to) | CPU | memory | requests |
| --: | --: | --- | --- | --: | --: | --: | --: |`

export function line({ objects, latency, situation, program, runs, requests }: Row): string {
  const times = runs.map(({ wall }) => wall)
  const of = (field: 'cpu' | 'memory', unit: string, digits: number) => {
    const known = runs.flatMap((run) => run[field] ?? [])
    return known.length === 0 ? '–' : `${median(known).toFixed(digits)} ${unit}`
  }
  const spread = `${Math.min(...times).toFixed(2)}–${Math.max(...times).toFixed(2)}`
  const cells = [objects, `${latency} ms`, situation, program, `${median(times).toFixed(2)} s (${spread})`]
  return `| ${[...cells, of('cpu', 's', 2), of('memory', 'MB', 0), requests].join(' | ')} |`
}
