import { ApiError, ElkctlError } from '../errors.js'
import { expectOk } from '../http/answer.js'
import { clusterStatePath, indicesIn } from '../kinds/cluster-state.js'
import type { ResourceApi, ResourceKind } from '../kinds/kind.js'

/** Looks itself whether it was done. An index that is gone is no error, and one that cannot be changed does not keep the others from it. */
const api: ResourceApi = {
  // It is planned by what it follows from (engine/earlier-indices.ts).
  read: () => Promise.resolve({ status: 'read', objects: new Map() }),
  normalize: (body) => body,
  mark: () => undefined,
  write: async ({ search }, _stack, objects) => {
    const failed = new Map<string, ElkctlError>()
    for (const { name, body } of objects) {
      const reply = await search.put(`/${encodeURIComponent(name)}/_settings?ignore_unavailable=true`, body)
      try {
        expectOk(reply, `Setting the pipeline of the index ${name}`)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        failed.set(name, error)
      }
    }
    const found = indicesIn(expectOk(await search.get(clusterStatePath), 'Reading the indices back')) ?? []
    for (const { name, body } of objects)
      if (!failed.has(name) && found.some((index) => index.name === name && index.pipeline !== body[setting]))
        failed.set(name, notSet(name))
    return failed
  },
}

export const setting = 'index.default_pipeline'

const notSet = (name: string): ElkctlError =>
  new ElkctlError(`${setting} of the index ${name} was accepted, but is not set.`, {
    exit: 'failure',
    hint: 'Does something else set it? Run the command again, with --verbose to see each request.',
  })

/** Has no data files: which pipeline an index shall have follows from the template for it. */
export const defaultPipeline: ResourceKind = {
  name: 'index pipeline',
  folder: 'templates/<profile>/index-templates',
  compare: 'exact',
  needs: 'search',
  api: { elasticsearch: api, opensearch: api },
}
