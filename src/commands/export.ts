import { SettingsError } from '../errors.js'
import { stageFile } from '../files/stage-file.js'
import type { ExportedFile } from '../profiles/profile.js'
import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { insecureOption, type Settings } from '../settings/settings.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import type { Run } from '../steps/run.js'
import { warn } from '../steps/warn.js'

export interface ExportOptions extends StackOptions {
  /** whose file: "metricbeat" */
  program: string
  /** a new file; default: as that program calls it, in this folder */
  out?: string
  /** the password itself, and not a variable that stands for it */
  withPassword?: boolean
}

/** `elkctl export`: a configuration file for another program of the application. Asks nothing of the stack. */
export async function exportFile(options: ExportOptions, run: Run): Promise<Verdict> {
  const settings = await readSettings(options, run, { needsRelease: false, asksNothing: true, signsIn: false })
  if (isVerdict(settings)) return settings
  if (options.out === '-') throw notToPipe()
  const exported = exportedFile(options.program, settings)
  const connects = exported.connects ?? true
  const password = options.withPassword && connects ? passwordOf(settings) : undefined
  const write = await exported.load()
  const { profile, nodes, variables } = settings
  run.journal.note(...(options.withPassword && !connects ? [`--with-password: ${exported.file} has no password`] : []))
  const username = connects ? usernameIn(settings, options, run) : undefined
  for (const name of exported.uses) {
    const setting = profile.settings[name]
    if (setting !== undefined && variables[name] === '')
      run.journal.note(`${setting.key} is not set: ${exported.file} lacks it`)
  }
  const text = write({
    searchUrls: nodes.map(({ url }) => url),
    username,
    password,
    ...(options.caFile !== undefined && { caFile: options.caFile }),
    insecure: connects && isInsecure(exported, settings, run),
    variables,
  })
  const file = options.out ?? exported.file
  stageFile(file, { mustBeNew: true }).commit(text)
  return verdictOf({ end: 'exported', file, next: exported.next })
}

function exportedFile(program: string, { profile: { exports = {} } }: Settings): ExportedFile {
  const exported = exports[program]
  if (exported !== undefined) return exported
  const known = [...Object.keys(exports), 'grafana']
  throw new SettingsError([{ where: 'export', message: `"${program}" is not known: ${known.join(', ')}` }])
}

/** undefined: the application signs in as nobody, as on a stack without security */
function usernameIn(
  { profile, account, fileAccount }: Settings,
  { username }: ExportOptions,
  run: Run,
): string | undefined {
  const { keys } = profile
  if (keys.username === undefined || fileAccount !== undefined || username !== undefined) return account.username
  run.journal.note(
    `${keys.username} is not set, so the file names no user: run this command again after init --write-env, or add --username ${account.username}`,
  )
  return undefined
}

/** The option is for one run of elkctl; a setting is the application's own. */
function isInsecure({ file }: ExportedFile, { insecureBy, nodes }: Settings, run: Run): boolean {
  if (insecureBy === undefined || nodes.every(({ url }) => url.startsWith('http:'))) return false
  if (insecureBy === insecureOption) {
    run.journal.note(
      `${insecureOption} is for one run of elkctl: with ${file} certificates are checked. For an authority of your own: --ca-file FILE`,
    )
    return false
  }
  warn(`${insecureBy}: with ${file} certificates are not checked`, run)
  return true
}

const notToPipe = () =>
  new SettingsError(
    [{ where: '--out', message: '"-" is not a file: a file that may hold the password is not printed' }],
    'Name a new file.',
  )

function passwordOf({ profile: { keys }, account }: Settings): string {
  if (account.password !== undefined) return account.password
  throw new SettingsError([
    {
      where: '--with-password',
      message: `the password of ${account.username} is not known: ${keys.password} is not set`,
    },
  ])
}
