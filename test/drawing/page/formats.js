import numeral from '@elastic/numeral'
import moment from 'moment'

/** A value as a panel writes it; `–` where there is none. */
export function written(value, { number, template = '{{value}}', time }) {
  if (value === null || value === undefined) return '–'
  if (time !== undefined) return moment.utc(value).format(time)
  return template.replace('{{value}}', numeral(value).format(number))
}

/** `0.0-50.0` is how Elasticsearch names a range. */
export function rangeWritten(key, format) {
  const [from, to] = key.split('-')
  return `≥ ${written(Number(from), format)} and < ${to === '*' ? '+∞' : written(Number(to), format)}`
}
