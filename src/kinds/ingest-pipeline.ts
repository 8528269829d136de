import { expectOk } from '../http/answer.js'
import { objectsByName, readList, type ResourceApi, type ResourceKind } from './kind.js'
import { textMark } from './mark.js'

const api: ResourceApi = {
  read: (stack) =>
    readList(
      stack.search,
      '/_ingest/pipeline',
      'ingest pipelines',
      objectsByName((pipeline) => ({ body: pipeline })),
    ),
  // From 9 on servers add dates of their own.
  normalize: ({ description = '', processors = [], on_failure = [] }) => ({ description, processors, on_failure }),
  mark: () => textMark('description'),
  write: async ({ search }, _stack, objects) => {
    for (const { name, body } of objects)
      expectOk(await search.put(`/_ingest/pipeline/${encodeURIComponent(name)}`, body), `Ingest pipeline ${name}`)
  },
}

export const ingestPipeline: ResourceKind = {
  name: 'ingest pipeline',
  folder: 'templates/<profile>/ingest-pipelines',
  compare: 'exact',
  needs: 'search',
  api: { elasticsearch: api, opensearch: api },
}
