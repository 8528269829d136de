import type { JsonObject } from '../../json.js'
import { indexPatternIn, luceneIn, searchIn } from '../kibana/visualization.js'
import { logsOptions, tableOptions } from './looks.js'
import type { Panel, Surroundings } from './panel.js'

/** The column of a saved search that holds a line of a log. */
export const messageField = 'message'

/** As many as Kibana lists. */
const most = '500'

/** A saved search: a log where it shows messages, else a table of its columns. */
export function searchPanel(body: JsonObject, around: Surroundings): Panel {
  const { title, description, columns, kibanaSavedObjectMeta } = searchIn(body)
  const { ref, timeField } = around.index({ id: indexPatternIn(body) })
  const query = around.narrowed(luceneIn(kibanaSavedObjectMeta.searchSourceJSON.query))
  const target = (metric: JsonObject): JsonObject => ({
    ...{ refId: 'A', datasource: ref, timeField, query },
    metrics: [{ id: '1', ...metric }],
    bucketAggs: [],
  })
  const common = { description, datasource: ref, fieldConfig: { defaults: {}, overrides: [] } }
  if (columns.includes(messageField))
    return {
      type: 'logs',
      title,
      body: { ...common, targets: [target({ type: 'logs', settings: { limit: most } })], options: logsOptions },
    }
  return {
    type: 'table',
    title,
    body: {
      ...common,
      targets: [target({ type: 'raw_data', settings: { size: most } })],
      transformations: [{ id: 'filterFieldsByName', options: { include: { names: [timeField, ...columns] } } }],
      options: tableOptions,
    },
  }
}
