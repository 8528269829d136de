import { DataFileError } from '../../errors.js'
import { objectIn, type JsonObject } from '../../json.js'
import type { DataFile } from '../kind.js'

/**
 * A template with `series` is two. Indices behind its rollover alias are numbered (`<alias>-000001`), and roll over; the others of its patterns skip that,
 * and go through the rest of the same policy by their own age. Composable templates do not merge, so the second one says everything again:
 * https://www.elastic.co/guide/en/elasticsearch/reference/7.10/skipping-rollover.html
 */
export function withSeries(file: DataFile): DataFile[] {
  const { series, ...body } = file.body
  if (series !== true) return [file]
  const alias = lifecycleIn(body)['rollover_alias']
  if (typeof alias !== 'string')
    throw new DataFileError([
      { file: file.file, problem: 'it has series, and no template.settings.index.lifecycle.rollover_alias' },
    ])
  return [
    { ...file, body: withLifecycle(body, { indexing_complete: true }) },
    {
      ...file,
      name: `${file.name}-series`,
      body: {
        ...withLifecycle(body, { indexing_complete: false }),
        index_patterns: [`${alias}-0*`],
        priority: Number(body['priority'] ?? 0) + 1,
      },
    },
  ]
}

const lifecycleIn = (body: JsonObject): JsonObject => objectIn(body, 'template', 'settings', 'index', 'lifecycle')

function withLifecycle(body: JsonObject, more: JsonObject): JsonObject {
  const template = objectIn(body, 'template')
  const settings = objectIn(template, 'settings')
  const index = { ...objectIn(settings, 'index'), lifecycle: { ...lifecycleIn(body), ...more } }
  return { ...body, template: { ...template, settings: { ...settings, index } } }
}
