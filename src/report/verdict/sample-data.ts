import { counted, withCommas } from '../../counted.js'
import { ElkctlError, InterruptedError } from '../../errors.js'
import type { BulkResult } from '../../sample-data/bulk.js'
import type { RemoveResult } from '../../sample-data/remove.js'
import type { Verdict } from './verdict.js'

export interface Loaded {
  result: BulkResult
  /** how long it took: "in 3.1 s (3,000 documents/s)" */
  speed: string
  /** from when to when, milliseconds since 1970 */
  span: { from: number; until: number }
  /** it reaches beyond now */
  isAhead: boolean
  /** documents were added as their time came */
  follows: boolean
  ended: 'finished' | 'stopped' | ElkctlError
  /** sample documents that are found afterwards; undefined: not counted */
  visible: number | undefined
}

export interface SamplesRemoved {
  result: RemoveResult
  ended: 'finished' | 'stopped' | ElkctlError
  /** sample documents that are still found; undefined: not counted */
  left: number | undefined
}

export function loaded({ result, speed, span, isAhead, follows, ended, visible }: Loaded): Verdict {
  const { written, alreadyThere, refused } = result
  const there = alreadyThere > 0 ? `, ${withCommas(alreadyThere)} were there already` : ''
  const summary = `${counted(written, 'document')} written${there}`
  if (ended !== 'finished')
    return cutShort(ended, `${summary}; run the same command again to continue, or sample-data remove to delete them.`)
  if (refused > 0) return inPart(`${summary} ${speed}, ${withCommas(refused)} were refused.`)
  const expected = written + alreadyThere
  if ((visible ?? 0) < expected)
    return inPart(
      `${summary} ${speed}, but ${withCommas(visible ?? 0)} can be found: something else deletes them, or an ingest pipeline drops them.`,
    )
  const time = `from ${iso(span.from)} to ${iso(span.until)}`
  const next = isAhead ? ` Dashboards stay live until then${follows ? '' : '; longer with --follow'}.` : ''
  const fast = follows ? '' : ` ${speed}`
  if (written > 0) return { exit: 'done', verdict: `Done: ${summary}${fast}, ${time}.${next}` }
  return {
    exit: 'done',
    verdict: `Nothing to do: ${counted(expected, 'document')} of ${withCommas(expected)} there already, ${time}. For newer ones: sample-data remove, then load.`,
  }
}

export function samplesRemoved({ result, ended, left = 0 }: SamplesRemoved): Verdict {
  const { deleted, indices } = result
  if (ended !== 'finished')
    return cutShort(ended, `${counted(deleted, 'document')} deleted so far; run the same command again to continue.`)
  if (left > 0)
    return inPart(
      `${counted(deleted, 'sample document')} deleted, but ${withCommas(left)} still there: run the command again.`,
    )
  const gone = [
    ...(deleted === 0 ? [] : [counted(deleted, 'sample document')]),
    ...(indices.length === 0 ? [] : [`${counted(indices.length, 'index', 'indices')} made for sample data`]),
  ]
  return {
    exit: 'done',
    verdict: gone.length === 0 ? 'Nothing to do: there is no sample data.' : `Done: ${gone.join(' and ')} deleted.`,
  }
}

function cutShort(ended: 'stopped' | ElkctlError, outcome: string): Verdict {
  const error = ended === 'stopped' ? new InterruptedError() : ended
  const word = error instanceof InterruptedError ? 'Interrupted' : 'Stopped'
  return { exit: error.exit, error, verdict: `${word}: ${outcome}` }
}

const inPart = (outcome: string): Verdict => ({ exit: 'partial', verdict: `Done in part: ${outcome}` })

const iso = (time: number): string => new Date(time).toISOString()
