import type { BeatsVersion } from './beats.js'
import type { SampleOptions } from './model/options.js'

/**
 * Goes up when the same options give other documents: ids of one load must not mean two different documents. A load that an
 * earlier elkctl began cannot be continued, only removed.
 */
const format = 3

const prefix = 'elkctl-sample'

/** What the ids of all documents of one load begin with: it says how the load was made, so that it can be continued. */
export const loadIdOf = ({ seed, until, hours, scale, beats }: SampleOptions): string =>
  [prefix, format, seed, until, hours, scale, beats].join('_')

/** The options of the load that a document with this id belongs to; undefined: not one of this format. */
export function optionsOf(id: string): SampleOptions | undefined {
  const [, given, seed, until, hours, scale, beats] =
    /^elkctl-sample_(\d+)_(-?\d+)_(\d+)_([\d.]+)_([\d.]+)_(7\.8\.0|7\.12\.1)_[0-9a-z]+$/.exec(id) ?? []
  if (given !== String(format)) return undefined
  return {
    seed: Number(seed),
    until: Number(until),
    hours: Number(hours),
    scale: Number(scale),
    beats: beats as BeatsVersion,
  }
}
