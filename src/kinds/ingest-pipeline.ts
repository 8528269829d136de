import { usersOfPipelines } from './index-uses.js'
import { jsonApi } from './json-api.js'
import type { ResourceApi, ResourceKind } from './kind.js'
import { textMark } from './mark.js'
import { objectsByName } from './reading.js'
import { withoutServerDates } from './server-dates.js'

const api: ResourceApi = {
  ...jsonApi({
    one: 'ingest pipeline',
    many: 'ingest pipelines',
    path: () => '/_ingest/pipeline',
    objects: objectsByName((pipeline) => ({ body: pipeline })),
  }),
  writable: withoutServerDates,
  normalize: ({ description = '', processors = [], on_failure = [] }) => ({ description, processors, on_failure }),
  mark: () => textMark('description'),
  dependants: usersOfPipelines,
  titleOf: (_body, name) => name,
}

export const ingestPipeline: ResourceKind = {
  name: 'ingest pipeline',
  folder: 'templates/<profile>/ingest-pipelines',
  compare: 'exact',
  needs: 'search',
  after: ['role'],
  api: { elasticsearch: api, opensearch: api },
}
