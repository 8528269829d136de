import { formatDate } from '../date-format.js'
import { indicesOf } from './indices.js'
import { together, type Finding, type Look, type Situation } from './issue.js'
import { ownDocumentsIn, type OwnDocuments } from './own-documents.js'

const day = 24 * 60 * 60 * 1000

/** Whether the application's indices of today or yesterday are there, which tells that its documents arrive: it needs no right to read these. */
export const lookForDays: Look = async (situation) => {
  const { profile, variables, corrections } = situation.settings
  const settings = Object.entries(profile.settings)
  const format = settings.find(([, { type }]) => type === 'strftime')
  const cannotWork = corrections.find(({ key }) => key === format?.[1].key)
  if (cannotWork)
    return {
      status: 'fail',
      detail: `${cannotWork.key} is not a strftime format, and no index with a date can be made: init --fix-settings writes ${cannotWork.value}`,
    }
  const prefixes = settings.filter(([, { type }]) => type === 'index prefix').map(([name]) => variables[name] ?? '')
  const findings = prefixes.map((prefix) => lookBehind(prefix, variables[format?.[0] ?? ''] ?? '', situation))
  return together(await Promise.all(findings))
}

async function lookBehind(prefix: string, format: string, situation: Situation): Promise<Finding> {
  const { stack, now } = situation
  const found = await indicesOf(`${prefix}-*`, stack)
  if (found === 'refused') return { status: 'skip', detail: `the signed-in user may not see ${prefix}-*` }
  const names = found.filter((name) => name.startsWith(`${prefix}-`))
  const unfilled = names.find((name) => isFormat(name.slice(prefix.length + 1)))
  if (unfilled !== undefined)
    return { status: 'fail', detail: `the index ${unfilled} has a format in its name where a date should be` }
  const days = [now, now - day].map((time) => `${prefix}-${formatDate(format, time)}`)
  const present = await ownDocumentsIn(
    days.filter((name) => names.includes(name)),
    situation,
  )
  if (present.first !== undefined) return { status: 'pass', detail: `${present.first} is there` }
  if (present.uncounted.length > 0) return { status: 'skip', detail: uncounted(present) }
  const dated = names.filter((name) => hasDate(name.slice(prefix.length + 1), format) && !days.includes(name))
  const { first: newest } = await ownDocumentsIn(dated.sort().reverse(), situation)
  return { status: 'warn', detail: present.samplesOnly.length === 0 ? absent(days, newest) : samples(present, newest) }
}

const absent = (days: string[], newest: string | undefined): string =>
  `neither ${days.join(' nor ')} is there${newest === undefined ? ', nor an index of any other day' : `; the newest is ${newest}`}`

const samples = ({ samplesOnly }: OwnDocuments, newest: string | undefined): string =>
  `only sample data is in ${samplesOnly.join(' and ')}${newest === undefined ? ', and no index of another day has other documents' : `; the newest index with other documents is ${newest}`}`

const uncounted = ({ uncounted: names }: OwnDocuments): string =>
  `${names.join(' and ')} ${names.length === 1 ? 'was' : 'were'} made for sample data, and the signed-in user may not see whether other documents are there too`

/** `%y.%m.%d`, or Java's letters for a date. */
const isFormat = (text: string): boolean => /%|y{2,4}[^a-z]?m{2}|m{2}[^a-z]?d{2}/.test(text)

/** As long as a date in this format, and with digits where that has them. */
function hasDate(text: string, format: string): boolean {
  const digits = (name: string) => name.replace(/\d/g, '0')
  return digits(text) === digits(formatDate(format, 0))
}
