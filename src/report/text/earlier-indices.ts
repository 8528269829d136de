import type { EarlierIndex } from '../../lifecycle/index.js'

/** One sentence for all indices that put themselves right at the same time. */
export function earlierNotes(indices: EarlierIndex[]): string[] {
  return [...new Set(indices.map(({ until }) => until))]
    .sort((a, b) => a - b)
    .map((until) => {
      const group = indices.filter((index) => index.until === until)
      const names = group
        .map(({ index }) => index)
        .sort()
        .join(', ')
      const fields = [...new Set(group.flatMap((index) => index.fields))].join(', ')
      const [are, their, keep] = group.length === 1 ? ['was', 'its', 'keeps'] : ['were', 'their', 'keep']
      return `${names} ${are} made before ${their} template and ${keep} an old mapping (${fields}) until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC: until then the server may refuse lines of another shape, and panels may miss fields`
    })
}
