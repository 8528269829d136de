import { ApiError, ElkctlError } from '../errors.js'
import { expectOk } from '../http/answer.js'
import { clusterStatePath, indicesIn } from '../kinds/cluster-state.js'
import type { OtherWork } from '../engine/change.js'

export const setting = 'index.default_pipeline'

const notSet = (name: string): ElkctlError =>
  new ElkctlError(`${setting} of the index ${name} was accepted, but is not set.`, {
    exit: 'failure',
    hint: 'Does something else set it? Run the command again, with --verbose to see each request.',
  })

/** Gives an index the default pipeline of its template. An index that is gone is no error, and one that cannot be changed does not keep the others from it. */
export const defaultPipeline: OtherWork = {
  name: 'index pipeline',
  needs: 'search',
  apply: async ({ search }, _stack, settingsByIndex) => {
    const failed = new Map<string, ElkctlError>()
    for (const [name, settings] of settingsByIndex) {
      const reply = await search.put(`/${encodeURIComponent(name)}/_settings?ignore_unavailable=true`, settings)
      try {
        expectOk(reply, `Setting the pipeline of the index ${name}`)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        failed.set(name, error)
      }
    }
    const reply = expectOk(await search.get(clusterStatePath), 'Reading the indices back')
    const changed = indicesIn(reply, (name) => settingsByIndex.has(name)) ?? []
    for (const { name, pipeline } of changed)
      if (!failed.has(name) && pipeline !== settingsByIndex.get(name)?.[setting]) failed.set(name, notSet(name))
    return failed
  },
}
