import * as z from 'zod'
import { withoutUndefined, type JsonObject } from '../json.js'
import { parsed } from '../kinds/saved-object/parts.js'

/** The fields of Grafana that say how a number is written. */
export type Unit = JsonObject

/** What TSVB writes around a value, and for which Grafana has a unit of its own. */
const templates: Record<string, string | undefined> = { '%': 'percent', ms: 'ms', s: 's' }

/** `bytes`, `percent`, `0,0.[0]` and the template `{{value}}/s` of TSVB. Bytes are in units of 1024 in both products. */
export function tsvbUnit(formatter: string, template: string): Unit {
  const around = template.replace('{{value}}', '').trim()
  if (formatter === 'bytes') return { unit: around === '/s' ? 'binBps' : 'bytes' }
  if (formatter === 'percent') return { unit: 'percentunit' }
  const decimals = decimalsOf(formatter)
  if (formatter.endsWith('%')) return withoutUndefined({ unit: 'percentunit', decimals })
  return withoutUndefined({ unit: around === '' ? 'none' : (templates[around] ?? suffix(template)), decimals })
}

const suffix = (template: string): string =>
  template.startsWith('{{value}}')
    ? `suffix:${template.slice('{{value}}'.length)}`
    : `prefix:${template.replace('{{value}}', '')}`

/** `0,0.[0]`: as many as are needed, which Grafana does by itself; without a point: none. */
const decimalsOf = (pattern: string): number | undefined => (/^0,0\s*%?$/.test(pattern) ? 0 : undefined)

const formats = z.record(
  z.string(),
  z.object({ id: z.string(), params: z.object({ outputFormat: z.string().optional() }).optional() }),
)

/** How an index pattern writes the values of a field. */
export function fieldUnit(indexPattern: JsonObject, field: string | undefined): Unit {
  const found = formats.catch({}).parse(parsed(indexPattern['fieldFormatMap']) ?? {})[field ?? '']
  const unit = { bytes: 'bytes', percent: 'percentunit', duration: 'ms', date: 'dateTimeAsIso' }[found?.id ?? '']
  return { unit: unit ?? 'none' }
}
