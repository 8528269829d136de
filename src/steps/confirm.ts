import { counted } from '../counted.js'
import { pending, type Plan } from '../engine/plan.js'
import { ElkctlError, SettingsError } from '../errors.js'
import type { Destination } from '../files/hand-over.js'
import type { OldIndex } from '../lifecycle/index.js'
import type { Settings } from '../settings/settings.js'
import { chooseDestination, withoutDestination } from './destination.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

export interface ToConfirm {
  plan: Plan
  /** what is reindexed */
  old: OldIndex[]
  /** where a new password goes, as far as options name it */
  destination: Destination | undefined
  /** a new password must go somewhere */
  needsDestination: boolean
}

/** The last moment to say no. Returns where a new password goes. */
export async function confirm(
  { plan, old, destination: given, needsDestination }: ToConfirm,
  options: { yes?: boolean },
  settings: Settings,
  run: Run,
): Promise<Destination | undefined> {
  if (options.yes) {
    if (needsDestination && given === undefined) throw withoutDestination()
    if (old.length > 0)
      warn(`--yes: assuming that ${settings.profile.title} is stopped while ${namesOf(old)} is reindexed`, run)
    return given
  }
  const changes = counted(pending(plan).length, 'change')
  const { prompts } = run
  if (prompts === undefined)
    throw new SettingsError(
      [{ where: 'terminal', message: `no terminal to confirm ${changes}` }],
      needsDestination && given === undefined
        ? 'Add --yes, with --write-env or --credentials-file FILE for the password of the new user.'
        : 'Add --yes to make them without being asked.',
    )
  const destination = given ?? (needsDestination ? await chooseDestination(settings, run) : undefined)
  const expect = async (question: string) => {
    if (!(await prompts.confirm(question))) throw notConfirmed()
  }
  if (pending(plan).length > 0)
    await expect(`Make ${pending(plan).length === 1 ? 'this' : 'these'} ${changes} on ${settings.searchUrl}?`)
  if (old.length > 0)
    await expect(`Is ${settings.profile.title} stopped on all nodes? Then ${namesOf(old)} will be reindexed now.`)
  return destination
}

const namesOf = (old: OldIndex[]): string => old.map(({ index }) => index).join(', ')

export const notConfirmed = () =>
  new ElkctlError('Not confirmed: nothing was changed.', {
    exit: 'usage',
    hint: 'Run the command again when you are ready.',
  })
