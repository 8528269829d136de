import { isObject, objectIn, wordsIn, type Json } from '../../json.js'
import { matchesAny } from '../../patterns.js'
import { passed, problem, unchecked, type Finding } from '../finding.js'
import { ask, type Look, type Situation } from './ask.js'

/** The numbers of the servers' own sources (IndexMetadata): read-only, write, read-only with deletion allowed. */
const settingOf: Record<string, string> = {
  '5': 'index.blocks.read_only',
  '8': 'index.blocks.write',
  '12': 'index.blocks.read_only_allow_delete',
}

/** The server refuses a request that takes off two of them (403, recorded on 7.10.2). */
const clusterSettingOf: Record<string, string> = {
  '6': 'cluster.blocks.read_only',
  '10': 'cluster.blocks.create_index',
  '13': 'cluster.blocks.read_only_allow_delete',
}

/** An old index may be closed; one without a date in its name is written to every day. */
const closed = '4'

/** Blocks of the cluster, and of the indices of the application. */
export const lookForBlocks: Look = async (situation) => {
  const state = await ask(situation.stack.search, '/_cluster/state/blocks')
  if ('refused' in state) return [unchecked('stack.write-block', state.refused)]
  const blocks = objectIn(state.body, 'blocks')
  const found = [
    ...blocksIn(blocks['global']).map(({ id, description }) => {
      const setting = clusterSettingOf[id]
      return problem(
        'stack.write-block',
        `${description} ${id === '10' ? 'refuses every new index' : 'refuses writes to every index'}`,
        {
          subject: 'the cluster',
          ...(setting !== undefined && {
            hint: `Free disk space where that is the cause, then, in a request of its own: PUT /_cluster/settings {"persistent": {"${setting}": null}}, or "transient" where that was used.`,
          }),
        },
      )
    }),
    ...Object.entries(objectIn(blocks, 'indices')).flatMap(([index, its]) => findingsOf(index, its, situation)),
  ]
  return found.length > 0 ? found : [passed('stack.write-block', 'no index of the application is blocked')]
}

function findingsOf(index: string, its: Json, { plan, samples }: Situation): Finding[] {
  const isManaged = plan.indices.managed.some((managed) => managed.index === index)
  const isOurs =
    isManaged ||
    matchesAny(
      samples.flatMap((sample) => [sample.index, `${sample.index}-*`]),
      index,
    )
  return blocksIn(its).flatMap(({ id, description }) => {
    const setting = settingOf[id]
    // Policies set indices that are no longer written to "write": that is as it should be.
    if (id === closed && samples.some((sample) => sample.keepIndex && sample.index === index))
      return [
        problem('stack.write-block', 'it is closed, and refuses writes', {
          subject: `index ${index}`,
          hint: `Open it: POST /${index}/_open.`,
        }),
      ]
    if (!isOurs || setting === undefined || (id === '8' && isManaged)) return []
    const disk = id === '12' ? ' (the server sets this block when a disk reaches the flood-stage watermark)' : ''
    return [
      problem('stack.write-block', `${description} refuses writes${disk}`, {
        subject: `index ${index}`,
        hint: `${disk === '' ? 'Take' : 'Free disk space, then take'} the block off: PUT /${index}/_settings {"${setting}": null}.`,
      }),
    ]
  })
}

/** Those that concern writes, or the making of indices. */
const blocksIn = (blocks: Json | undefined): { id: string; description: string }[] =>
  isObject(blocks)
    ? Object.entries(blocks).flatMap(([id, block]) => {
        const refuses = isObject(block) ? wordsIn(block['levels']) : []
        const concerns = refuses.includes('write') || refuses.includes('create_index')
        return isObject(block) && concerns ? [{ id, description: `the block “${String(block['description'])}”` }] : []
      })
    : []
