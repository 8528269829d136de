import { objectIn } from '../../json.js'
import { passed, problem, unchecked } from '../finding.js'
import { ask, type Look } from './ask.js'

/** milliseconds: from then on somebody should know */
const soon = 14 * 24 * 60 * 60 * 1000

/** Elasticsearch alone has a licence, and its OSS distribution has none. */
export const lookAtLicence: Look = async ({ stack: { search, flavor }, now }) => {
  if (flavor.name !== 'elasticsearch') return []
  const asked = await ask(search, '/_license')
  if ('refused' in asked)
    return / (400|404|405) /.test(asked.refused) ? [] : [unchecked('stack.licence', asked.refused)]
  const { status, type, expiry_date_in_millis: expiry } = objectIn(asked.body, 'license')
  const until = typeof expiry === 'number' ? `, valid until ${new Date(expiry).toISOString().slice(0, 10)}` : ''
  const words = `the licence (${String(type)}) is ${String(status)}${until}`
  if (status !== 'active') return [problem('stack.licence', words)]
  const ends = typeof expiry === 'number' && expiry - now() < soon
  return [ends ? problem('stack.licence', words, { status: 'warn' }) : passed('stack.licence', words)]
}
