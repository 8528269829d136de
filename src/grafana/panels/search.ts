import type { JsonObject } from '../../json.js'
import { dataSourceTypes } from '../data-source.js'
import { indexPatternIn, luceneIn, searchIn } from '../kibana/visualization.js'
import { NoCounterpart } from '../no-counterpart.js'
import { dateHistogram, withIds } from '../query/target.js'
import { logsOptions, tableOptions } from './looks.js'
import type { Panel, Surroundings } from './panel.js'

/** The column of a saved search that holds a line of a log. */
export const messageField = 'message'

/** As many as Kibana lists. */
const most = '500'

/** A saved search: a log where it shows messages, else a table of its columns. */
export function searchPanel(body: JsonObject, around: Surroundings): Panel {
  const { title, description, columns, sort, query: own } = searchIn(body)
  const { ref, timeField } = around.index({ id: indexPatternIn(body) })
  const [by = timeField, order = 'desc'] = sort[0] ?? []
  if (by !== timeField || order !== 'desc')
    throw new NoCounterpart(`is sorted by ${by} (${order}), and Grafana lists the newest documents first`)
  const query = around.narrowed(luceneIn(own))
  const isPlugin = ref.type === dataSourceTypes.opensearch
  const target = (metric: JsonObject, bucketAggs: JsonObject[] = []): JsonObject => ({
    ...{ refId: 'A', datasource: ref, timeField, query },
    metrics: [{ id: '1', ...metric }],
    bucketAggs,
  })
  const common = { description, datasource: ref, fieldConfig: { defaults: {}, overrides: [] } }
  if (columns.includes(messageField)) {
    // Up to 2.31.0 the plugin of OpenSearch refuses logs without a bucket (grafana/opensearch-datasource#824). It makes one of its own.
    const buckets = isPlugin ? withIds([dateHistogram({ field: timeField })]) : []
    return {
      type: 'logs',
      title,
      body: {
        ...common,
        targets: [target({ type: 'logs', settings: { limit: most } }, buckets)],
        options: logsOptions,
      },
    }
  }
  const shown = [timeField, ...columns]
  // The plugin lists documents of all times, and in no order, unless it is told otherwise.
  const settings = { size: most, ...(isPlugin && { order: 'desc', useTimeRange: true }) }
  return {
    type: 'table',
    title,
    body: {
      ...common,
      targets: [target({ type: 'raw_data', settings })],
      // Grafana has the fields of a document in the order of the alphabet.
      transformations: [
        { id: 'filterFieldsByName', options: { include: { names: shown } } },
        {
          id: 'organize',
          options: {
            indexByName: Object.fromEntries(shown.map((name, position) => [name, position])),
            ...{ excludeByName: {}, renameByName: {} },
          },
        },
      ],
      options: tableOptions,
    },
  }
}
