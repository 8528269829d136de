import type { DataFolder } from '../data-files/forms.js'
import { SettingsError, type Problem } from '../errors.js'
import { withoutUndefined, type JsonObject } from '../json.js'
import { matchesAny } from '../patterns.js'
import { similarNames } from '../similar-names.js'
import { alertOf, type Alert } from './alert.js'
import { inOrder, looksUp } from './order.js'

/** Which alert a setting is about, and where it stands: an option, an environment variable, `file:line`. */
export interface Named {
  name: string
  where: string
}

/** What is not there stays as the file has it. */
export interface Threshold extends Named {
  warn?: number
  critical?: number
}

/** What settings and options say of alerts; `*` in a name stands for any characters, but not in that of a threshold. */
export interface Choice {
  thresholds?: Threshold[]
  without?: Named[]
  /** default: all */
  only?: Named[]
}

export const alertFolder: DataFolder = 'templates/<profile>/alerts'

/** @throws SettingsError telling every name that is unknown, and every threshold that does not fit its alert */
export function chosen(alerts: Alert[], { thresholds = [], without = [], only }: Choice): Alert[] {
  const names = alerts.map(({ name }) => name)
  const unknown = [...without, ...(only ?? [])].filter(({ name }) => !names.some((one) => matchesAny([name], one)))
  const misnamed = thresholds.filter(({ name }) => !names.includes(name))
  const changed = alerts.map((alert) =>
    thresholds.filter(({ name }) => name === alert.name).reduce(withThreshold, alert),
  )
  const problems = [
    ...[...unknown, ...misnamed].map((named) => unknownName(named, names)),
    ...thresholds.flatMap((threshold) => {
      const alert = changed.find(({ name }) => name === threshold.name)
      return alert === undefined ? [] : misfit(alert, threshold)
    }),
  ]
  if (problems.length > 0)
    throw new SettingsError(problems, 'elkctl alerts list shows all alerts with their thresholds.')
  const patterns = (list: Named[]) => list.map(({ name }) => name)
  return changed.filter(
    ({ name }) => (only === undefined || matchesAny(patterns(only), name)) && !matchesAny(patterns(without), name),
  )
}

const withThreshold = (alert: Alert, { warn, critical }: Threshold): Alert => ({
  ...alert,
  ...(warn !== undefined && { warn }),
  ...(critical !== undefined && { critical }),
})

function unknownName({ name, where }: Named, names: string[]): Problem {
  const [meant] = similarNames(name, names)
  return { where, message: `there is no alert "${name}"${meant === undefined ? '' : ` (did you mean ${meant}?)`}` }
}

function misfit({ name, comparator, warn, critical }: Alert, { where }: Threshold): Problem[] {
  if (inOrder(comparator, warn, critical)) return []
  const side = looksUp(comparator) ? 'below' : 'above'
  return [{ where, message: `${name}: critical is ${String(critical)}, ${side} the warning at ${String(warn)}` }]
}

/** The same of alert files, for kinds of object that are made of them. */
export const chosenFiles = <File extends { name: string; file: string; body: JsonObject }>(
  files: File[],
  choice: Choice = {},
): File[] => {
  const alerts = chosen(
    files.map(({ name, file, body }) => alertOf(name, file, body)),
    choice,
  )
  return alerts.flatMap(({ name, warn, critical }) =>
    files
      .filter((file) => file.name === name)
      .map((file) => ({ ...file, body: withoutUndefined({ ...file.body, warn, critical }) })),
  )
}
