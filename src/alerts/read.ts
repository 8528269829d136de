import { filesIn } from '../data-files/files.js'
import { dataFolder, ofProfile } from '../data-files/folder.js'
import { formOf, type FormCheck } from '../data-files/forms.js'
import { bodiesOf, readFile } from '../data-files/read.js'
import { DataFileError } from '../errors.js'
import { groupedBy } from '../grouped.js'
import { alertOf, type Alert } from './alert.js'
import { alertFolder, chosen, type Choice } from './choice.js'

export interface ReadOptions extends Choice {
  /** default: elkctl’s own */
  folder?: string
  profile: string
  variables: Record<string, string>
  /** default: files are taken as they are */
  check?: FormCheck
}

/**
 * The alerts of an application, by name, with the thresholds of this run and without those that are left out.
 *
 * @throws DataFileError files are broken, or two alerts have one title
 * @throws SettingsError an alert is named that there is not, or a threshold does not fit
 */
export function readAlerts({ folder, profile, variables, check, ...choice }: ReadOptions): Alert[] {
  const root = dataFolder(folder)
  const files = filesIn(root, ofProfile(alertFolder, profile)).map((located) => ({
    located,
    read: readFile(located, formOf(alertFolder, located.stem, 'elasticsearch'), variables, check),
  }))
  const alerts = bodiesOf(files)
    .map(({ located: { stem, file }, body }) => alertOf(stem, file, body))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  refuseTwins(alerts)
  return chosen(alerts, choice)
}

/** Rules and monitors are found by their title. */
function refuseTwins(alerts: Alert[]): void {
  const twins = [...groupedBy(alerts, ({ title }) => title)].filter(([, { length }]) => length > 1)
  if (twins.length === 0) return
  throw new DataFileError(
    twins.flatMap(([title, [first, ...others]]) =>
      others.map(({ file }) => ({ file, problem: `it has the title of ${first.file}: "${title}"` })),
    ),
  )
}
