import { counted } from '../counted.js'
import { pending, type Plan } from '../engine/plan.js'
import { ElkctlError, SettingsError } from '../errors.js'
import type { OldIndex } from '../lifecycle/index.js'
import type { Settings } from '../settings/settings.js'
import { isSetting } from './correct-settings.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

export interface ToConfirm {
  plan: Plan
  /** what is reindexed */
  old: OldIndex[]
  /** nothing says yet where the new password goes */
  lacksDestination: boolean
}

/** The last moment to say no. @throws ElkctlError it was said, or nobody is there to ask */
export async function confirm(
  { plan, old, lacksDestination }: ToConfirm,
  options: { yes?: boolean },
  settings: Settings,
  run: Run,
): Promise<void> {
  if (options.yes) {
    if (old.length > 0)
      warn(`--yes: assuming that ${settings.profile.title} is stopped while ${namesOf(old)} is reindexed`, run)
    return
  }
  const changes = counted(pending(plan).length, 'change')
  const { prompts } = run
  if (prompts === undefined)
    throw noTerminal(
      changes,
      lacksDestination
        ? 'Add --yes, with --write-env or --credentials-file FILE for the password of the new user.'
        : 'Add --yes to make them without being asked.',
    )
  const expect = async (question: string) => {
    if (!(await prompts.confirm(question))) throw notConfirmed()
  }
  if (pending(plan).length > 0)
    await expect(`Make ${pending(plan).length === 1 ? 'this' : 'these'} ${changes} ${whereTo(plan, settings)}?`)
  if (old.length > 0)
    await expect(`Is ${settings.profile.title} stopped on all nodes? Then ${namesOf(old)} will be reindexed now.`)
}

/** "on http://127.0.0.1:9200 and in .env" */
function whereTo(plan: Plan, { searchUrl }: Settings): string {
  const file = pending(plan).find(isSetting)?.file
  const isOnStack = !pending(plan).every(isSetting)
  return [...(isOnStack ? [`on ${searchUrl}`] : []), ...(file === undefined ? [] : [`in ${file}`])].join(' and ')
}

const namesOf = (old: OldIndex[]): string => old.map(({ index }) => index).join(', ')

/** A question that needs a terminal, and there is none. */
export const noTerminal = (question: string, hint: string) =>
  new SettingsError([{ where: '--yes', message: `needed, because there is no terminal to confirm ${question}` }], hint)

export const notConfirmed = () =>
  new ElkctlError('Not confirmed: nothing was changed.', {
    exit: 'usage',
    hint: 'Run the command again when you are ready.',
  })
