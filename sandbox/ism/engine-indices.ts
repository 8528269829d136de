import { matches } from './patterns.js'
import { indexNotFound } from './refusals.js'

/** An index of the engine behind, as far as index state management looks at it. */
export interface EngineIndex {
  name: string
  uuid: string
  /** Milliseconds. */
  created: number
  open: boolean
  /** The setting; names with a leading dot count as hidden too. */
  hidden: boolean
  aliases: string[]
  dataStream?: string
  /** False when the index settings say so under both names, plugins and opendistro: one alone has no effect. */
  autoManage: boolean
}

interface ClusterState {
  metadata?: {
    indices?: Record<string, { state: string; settings: Record<string, string>; aliases?: string[] }>
    data_stream?: { data_stream?: Record<string, { indices: { index_name: string }[] }> }
  }
}

const filterPath = [
  'metadata.indices.*.state',
  'metadata.indices.*.aliases',
  'metadata.indices.*.settings',
  'metadata.data_stream.data_stream.*.indices',
]

/** Asks the engine for its indices, with the right to read the cluster state. */
export async function engineIndices(url: string, authorization?: string): Promise<EngineIndex[]> {
  const response = await fetch(`${url}/_cluster/state/metadata?flat_settings=true&filter_path=${filterPath.join()}`, {
    headers: authorization === undefined ? {} : { authorization },
  })
  if (!response.ok)
    throw new Error(`The engine gave ${response.status} for its cluster state: ${await response.text()}`)
  const { metadata } = (await response.json()) as ClusterState
  const streamOf = new Map<string, string>()
  for (const [stream, { indices }] of Object.entries(metadata?.data_stream?.data_stream ?? {})) {
    for (const { index_name: name } of indices) streamOf.set(name, stream)
  }
  return Object.entries(metadata?.indices ?? {}).map(([name, { state, settings, aliases }]) => {
    const dataStream = streamOf.get(name)
    const managed = ['plugins', 'opendistro'].map((by) => settings[`index.${by}.index_state_management.auto_manage`])
    return {
      name,
      uuid: settings['index.uuid'] ?? '',
      created: Number(settings['index.creation_date']),
      open: state === 'open',
      hidden: settings['index.hidden'] === 'true',
      aliases: aliases ?? [],
      ...(dataStream === undefined ? {} : { dataStream }),
      autoManage: managed.some((setting) => setting !== 'false'),
    }
  })
}

/**
 * The indices that an expression such as `a,b-*` names, by their own names, aliases or data streams. Hidden ones match
 * patterns too.
 *
 * @param missing what becomes of a name (not a pattern) that is not there
 */
export function resolveIndices(all: EngineIndex[], expression: string, missing: 'pass over' | 'refuse'): EngineIndex[] {
  const found = new Set<EngineIndex>()
  for (const part of expression.split(',')) {
    const named = all.filter(({ name, aliases, dataStream }) =>
      [name, ...aliases, ...(dataStream === undefined ? [] : [dataStream])].some((called) => matches(part, called)),
    )
    if (named.length === 0 && missing === 'refuse' && !part.includes('*')) throw indexNotFound(part, 'index_or_alias')
    for (const index of named) found.add(index)
  }
  return [...found].sort((a, b) => (a.name < b.name ? -1 : 1))
}
