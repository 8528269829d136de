import type { Sample } from '../data-files/schemas/templates.js'

/** Where a run puts a probe; the suffix is the run's own. */
export const probeOf = ({ index, keepIndex }: Sample, suffix: string): { index: string; id: string } => ({
  index: keepIndex ? index : `${index}-${suffix}`,
  id: `elkctl-check-${suffix}`,
})

/** The suffix in the id of a probe; undefined: it is something else. */
export const suffixIn = (id: string): string | undefined => /^elkctl-check-([0-9a-f]{8})$/.exec(id)?.[1]

/** An index that was made for one probe. */
export const isProbeIndex = (index: string): boolean => /-elkctl-check-[0-9a-f]{8}$/.test(index)
