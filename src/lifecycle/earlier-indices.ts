import { matchesAny } from '../patterns.js'
import { objectIn, wordsIn } from '../json.js'
import { clusterStatePath, indicesIn, type StackIndex } from '../kinds/cluster-state.js'
import { defaultPipeline, setting } from './default-pipeline.js'
import { differingFields, mappingOf } from '../kinds/index-mapping.js'
import type { LifecycleInput } from './plan-index.js'
import { indexTemplate } from '../kinds/index-template/index-template.js'
import type { Change } from '../engine/change.js'
import type { Definition } from '../engine/definitions.js'

/** An index that is still written, and whose mapping is not that of the template for it: a template reaches new indices only. */
export interface EarlierIndex {
  index: string
  /** milliseconds since 1970: from then on its successor is written, which has the template */
  until: number
  /** in what it differs */
  fields: string[]
}

export interface EarlierIndices {
  indices: EarlierIndex[]
  /** the default pipeline can be changed, unlike a mapping */
  changes: Change[]
}

/** Indices of today and of this month that were there before their template. */
export async function planEarlierIndices({
  stack,
  definitions,
  changes,
  now,
}: LifecycleInput): Promise<EarlierIndices> {
  const templates = definitions.filter(
    ({ kind }, at) => kind === indexTemplate && !['skipped', 'blocked'].includes(String(changes[at]?.action)),
  )
  if (templates.length === 0) return { indices: [], changes: [] }
  const isWritten = (name: string) => (writtenUntil(name) ?? 0) > now
  const indices = indicesIn(await stack.search.get(clusterStatePath), isWritten) ?? []
  const written = indices.flatMap((index) => {
    const until = writtenUntil(index.name)
    if (!index.open || until === undefined) return []
    const template = templates.find(({ body }) => matchesAny(wordsIn(body['index_patterns']), index.name))
    return template ? [{ index, until, template }] : []
  })
  return {
    indices: written.flatMap(({ index, until, template }) => {
      const fields = differingFields(index.mapping, mappingOf(objectIn(template.body, 'template')))
      return fields.length === 0 ? [] : [{ index: index.name, until, fields }]
    }),
    changes: written.flatMap(({ index, template }) => pipelineChange(index, template)),
  }
}

function pipelineChange(index: StackIndex, { body, file }: Definition): Change[] {
  const pipeline = objectIn(body, 'template', 'settings', 'index')['default_pipeline']
  if (pipeline === undefined || index.pipeline !== undefined) return []
  return [
    {
      kind: defaultPipeline,
      name: index.name,
      file,
      action: 'update',
      after: { [setting]: pipeline },
      existing: { body: {} },
      differences: [{ path: setting, before: undefined, after: pipeline }],
      origin: 'unmarked',
    },
  ]
}

/** The end of the day or the month, in UTC, that the name of an index ends with. */
function writtenUntil(name: string): number | undefined {
  const [, year, month, day] = /-(\d{4})[.-](\d{2})(?:[.-](\d{2}))?$/.exec(name) ?? []
  if (year === undefined) return undefined
  return day === undefined
    ? Date.UTC(Number(year), Number(month))
    : Date.UTC(Number(year), Number(month) - 1, Number(day) + 1)
}
