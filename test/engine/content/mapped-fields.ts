import { fieldAt, readJson, templates } from './data-files.js'
import type { FieldUse } from './field-uses.js'

/** The fields that the panels on metricbeat-* need, with the types of Beats' own template. */
export const metricbeatFields = (
  readJson('test/fixtures/content/metricbeat-fields.json') as { fields: Record<string, string> }
).fields

/** Title of an index pattern → the index template of what it matches; Metricbeat's own is recorded. */
const templateOf: Record<string, string> = {
  openvidu: 'openvidu-events',
  'openvidu-logs*': 'openvidu-logs',
  'openvidu-browser-logs*': 'openvidu-browser-logs',
  'filebeat-*': 'openvidu-filebeat',
  'filebeat-kurento-*': 'openvidu-filebeat-kurento',
  'server-metrics-*': 'openvidu-server-metrics',
  'session-metrics-*': 'openvidu-session-metrics',
  'loadtest*': 'openvidu-loadtest',
}

/** The type that a field has in the indices of an index pattern; undefined: it is not mapped. */
export function typeOf(pattern: string, field: string): string | undefined {
  if (pattern === 'metricbeat-*') return metricbeatFields[field]
  const template = templates.get(templateOf[pattern] ?? '')
  if (template === undefined) throw new Error(`no template is known for ${pattern}`)
  return fieldAt(template.template.mappings, field)?.type
}

const numbers = ['long', 'double', 'scaled_float', 'half_float', 'float', 'integer']

/** Can a field of this type be used so? */
export const fits = (type: string | undefined, as: FieldUse['as']): boolean =>
  type !== undefined &&
  (as === 'any' ||
    type === as ||
    (as.startsWith('number') && numbers.includes(type)) ||
    (as.endsWith('date') && type === 'date'))
