import { ElkctlError, SettingsError } from '../../errors.js'
import { generatePassword } from '../../passwords/generate.js'
import { isVerdict, verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import type { Settings } from '../../settings/settings.js'
import { securityApi } from '../../kinds/security-plugin.js'
import { refusal } from '../../http/answer.js'
import type { Stack } from '../../stack/stack.js'
import { orAsAdministrator, withRights } from '../../steps/administrator.js'
import { noTerminal, notConfirmed } from '../../steps/confirm.js'
import { checkPassword } from '../../steps/new-password.js'
import { detectStack } from '../../steps/detect-stack.js'
import { warnOfOtherNodes } from '../../steps/other-nodes.js'
import { readSettings } from '../../steps/read-settings.js'
import { showNotes } from '../../steps/show-plan.js'
import { requireSecurity } from '../../steps/require-security.js'
import { resumeRotation } from './resume.js'
import { rotate } from './rotation.js'
import { rotationTarget, type RotateOptions, type RotationTarget } from './target.js'
import type { Run } from '../../steps/run.js'

/** `elkctl rotate-password`: settings → what an earlier run left → stack → confirm → change, sign in, put in place. */
export const rotatePassword = (given: RotateOptions, run: Run): Promise<Verdict> =>
  orAsAdministrator(given, run, (options) => changePassword(options, run))

async function changePassword(options: RotateOptions, run: Run): Promise<Verdict> {
  const read = await readSettings(options, run, { needsRelease: false, finishesRotation: true })
  if (isVerdict(read)) return read
  // Only the search engine knows passwords.
  const settings = { ...read, dashboardsUrl: undefined }
  run.journal.add({ checksSkipped: 'signing in with the new password is the check' })
  const target = rotationTarget(options, settings, run)
  const resumed = options.dryRun ? undefined : await resumeRotation(target, settings, run)
  if (resumed) return resumed
  const stack = await detectStack(settings, run)
  requireSecurity(stack)
  const { admin } = settings
  if (admin === undefined)
    throw new SettingsError(
      [{ where: '--admin-username', message: 'no user is given who could change a password' }],
      'Give an administrator: --admin-username NAME --admin-password-stdin.',
    )
  checkPassword(options.password, target.username, stack)
  if (admin.username !== target.username) await expectUser(target.username, settings, stack)
  show(target, settings, run)
  if (isServiceAccount(target, settings)) warnOfOtherNodes(target.username, settings, run)
  if (options.dryRun) return verdictOf({ end: 'rotation shown' })
  await confirmRotation(target, options, settings, run)
  const password = options.password ?? generatePassword()
  run.redactor.add(password)
  return rotate({ target, password, stack, settings, admin }, run)
}

const isServiceAccount = ({ username, destination }: RotationTarget, { profile }: Settings): boolean =>
  destination?.kind === 'env' || username === profile.users.service

/** Who may not even read a user will not change its password. @throws AdministratorNeeded, ElkctlError there is no such user */
async function expectUser(username: string, settings: Settings, stack: Stack): Promise<void> {
  await withRights(`the password of ${username}`, settings, stack, async () => {
    const path = stack.flavor.dialect === 'elasticsearch' ? '/_security/user' : `${securityApi(stack)}/internalusers`
    const reply = await stack.search.get(`${path}/${encodeURIComponent(username)}`)
    if (reply.status === 403) throw refusal(reply, `Reading the user ${username}`)
    if (reply.status === 404)
      throw new ElkctlError(`There is no user ${username} on ${settings.searchUrl}.`, {
        exit: 'usage',
        hint: `Check the name. To create the user: elkctl create-user ${username}.`,
      })
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
              : `  + ${destination.file}: user and password`,
          ]),
    ].join('\n'),
  )
  showNotes(run)
}

async function confirmRotation(
  target: RotationTarget,
  options: RotateOptions,
  settings: Settings,
  run: Run,
): Promise<void> {
  if (options.yes) return
  const { title, restart } = settings.profile
  if (run.prompts === undefined) throw noTerminal('the change', 'Add --yes.')
  const consequence =
    target.destination?.kind === 'env' ? ` ${title} needs ${restart?.command ?? 'a restart'} right afterwards.` : ''
  if (!(await run.prompts.confirm(`Change the password of ${target.username} now?${consequence}`))) throw notConfirmed()
}
