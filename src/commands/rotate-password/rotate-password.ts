import { SettingsError } from '../../errors.js'
import { generatePassword } from '../../passwords/generate.js'
import type { Report } from '../../report/report.js'
import type { Settings } from '../../settings/settings.js'
import { securityApi } from '../../kinds/security-api.js'
import { refusal } from '../../http/answer.js'
import type { Stack } from '../../stack/stack.js'
import { orAsAdministrator, withRights } from '../../steps/administrator.js'
import { notConfirmed } from '../../steps/install.js'
import { checkPassword } from '../../steps/new-password.js'
import { detect, settle } from '../../steps/prepare.js'
import { requireSecurity } from '../../steps/require-security.js'
import { resumeRotation } from './resume.js'
import { rotate } from './rotation.js'
import { rotationTarget, type RotateOptions, type RotationTarget } from './target.js'
import type { Run } from '../../steps/run.js'

/** `elkctl rotate-password`: settings → what an earlier run left → stack → confirm → change, sign in, put in place. */
export const rotatePassword = (given: RotateOptions, run: Run): Promise<Report> =>
  orAsAdministrator(given, run, (options) => changePassword(options, run))

async function changePassword(options: RotateOptions, run: Run): Promise<Report> {
  const { report } = run
  // Only the search engine knows passwords.
  const settings = { ...(await settle({ ...options, needsRelease: false }, run)), dashboardsUrl: undefined }
  report.checksSkipped = 'signing in with the new password is the check'
  const target = rotationTarget(options, settings, run)
  if (!options.dryRun && (await resumeRotation(target, settings, run))) return report
  const stack = await detect(settings, run)
  requireSecurity(stack)
  const { admin } = settings
  if (admin === undefined)
    throw new SettingsError([{ where: '--admin-username', message: 'nobody is named who could change a password' }])
  checkPassword(options.password, target.username, stack)
  if (admin.username !== target.username) await expectRights(target.username, settings, stack)
  show(target, settings, run)
  if (options.dryRun) {
    report.exit = 'pending'
    report.verdict = 'Dry run: nothing was changed.'
    return report
  }
  await confirm(target, options, settings, run)
  const password = options.password ?? generatePassword()
  run.redactor.add(password)
  return rotate(target, password, admin, stack, settings, run)
}

/** Who may not even read a user will not change its password. @throws AdministratorNeeded */
async function expectRights(username: string, settings: Settings, stack: Stack): Promise<void> {
  await withRights(`the password of ${username}`, settings, async () => {
    const path = stack.flavor.dialect === 'elasticsearch' ? '/_security/user' : `${securityApi(stack)}/internalusers`
    const reply = await stack.search.get(`${path}/${encodeURIComponent(username)}`)
    if (reply.status === 403) throw refusal(reply, `Reading the user ${username}`)
  })
}

function show({ username, destination }: RotationTarget, settings: Settings, run: Run): void {
  const { keys } = settings.profile
  run.screen.print(
    [
      'Plan:',
      `  ~ user ${username} on ${settings.searchUrl}: a new password`,
      ...(destination === undefined
        ? []
        : [
            destination.kind === 'env'
              ? `  ~ ${destination.file}: ${keys.password}`
              : `  + ${destination.file}: ${keys.username} and ${keys.password}`,
          ]),
    ].join('\n'),
  )
  for (const note of run.report.notes.slice(run.notesShown)) run.screen.print(run.screen.color.dim(`  Note: ${note}.`))
  run.notesShown = run.report.notes.length
}

async function confirm(target: RotationTarget, options: RotateOptions, settings: Settings, run: Run): Promise<void> {
  if (options.yes) return
  const { title, restart } = settings.profile
  if (run.questions === undefined)
    throw new SettingsError(
      [{ where: 'terminal', message: 'the change is to be confirmed, and there is nobody to ask' }],
      'Add --yes.',
    )
  const consequence = target.destination?.kind === 'env' ? ` ${title} needs ${restart} right afterwards.` : ''
  if (!(await run.questions.confirm(`Change the password of ${target.username} now?${consequence}`)))
    throw notConfirmed()
}
