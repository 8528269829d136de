import type { SampleData, SampleLoad } from './sample-data.js'

const prefix = 'elkctl-sample'

/** What the ids of all documents of one load begin with: it says how the load was made, so that it can be continued. */
export const loadIdOf = ({ seed, until, hours, ahead, scale, variant }: SampleLoad, format: number): string =>
  [prefix, format, seed, until, hours, ahead, scale, variant].join('_')

/** The load that a document with this id belongs to; undefined: not one of this format. */
export function loadOf(
  id: string,
  { format, variants }: Pick<SampleData, 'format' | 'variants'>,
): SampleLoad | undefined {
  const [, given, seed, until, hours, ahead, scale, variant = ''] =
    /^elkctl-sample_(\d+)_(-?\d+)_(\d+)_([\d.]+)_([\d.]+)_([\d.]+)_([\w.-]*)_[0-9a-z]+$/.exec(id) ?? []
  if (given !== String(format) || !(variants?.values ?? ['']).includes(variant)) return undefined
  return {
    seed: Number(seed),
    until: Number(until),
    hours: Number(hours),
    ahead: Number(ahead),
    scale: Number(scale),
    variant,
  }
}
