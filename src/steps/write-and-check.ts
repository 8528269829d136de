import { installationApplied, type Outcome } from '../engine/apply.js'
import type { Plan } from '../engine/plan.js'
import { ElkctlError, InterruptedError } from '../errors.js'
import { prepareHandOver, type Destination, type HandOver } from '../files/hand-over.js'
import { generatePassword } from '../passwords/generate.js'
import type { HandedOver } from '../report/run-state.js'
import type { Settings } from '../settings/settings.js'
import type { Credentials } from '../stack/stack.js'
import { checkAccount, type Checked, type Probes } from './check-account.js'
import { hasOwnPassword } from './own-password.js'
import type { Run } from './run.js'
import { undoUser } from './undo-user.js'
import { finishHandOver, userChange, withPendingHandOver } from './unfinished-hand-over.js'
import { noteReadable } from './warn.js'
import { writePlan } from './write-plan.js'

/** Of the user whose password is set. */
export interface NewPassword {
  account: Credentials
  /** undefined: the user who gave the password knows it */
  handOver: HandOver | undefined
}

/** @throws ElkctlError when the password cannot be put where it should go */
export function preparePassword(
  password: string | undefined,
  destination: Destination | undefined,
  { profile, searchUrl, account: { username } }: Settings,
  { redactor }: Run,
): NewPassword {
  const about = `${profile.title}'s account on ${searchUrl}, made by elkctl`
  const handOver = destination && prepareHandOver(destination, profile, about)
  const account = { username, password: password ?? generatePassword() }
  redactor.add(account.password)
  return { account, handOver }
}

interface ToWrite {
  plan: Plan
  newPassword: NewPassword | undefined
  data: string | undefined
  probes: Probes
}

interface Done extends Checked {
  outcomes: Outcome[]
  handedOver: HandedOver | undefined
  /** another run set the password of the user at the same time, and that one counts */
  isByAnother?: true
}

/** A user whose password was not handed over is of no use to anyone: it is removed again, so that the next run starts clean. */
export async function writeAndCheck(work: ToWrite, settings: Settings, run: Run): Promise<Done> {
  const { account, handOver } = work.newPassword ?? {}
  const user = userChange(work.plan)
  const plan = handOver && user ? withPendingHandOver(work.plan, user, handOver.file) : work.plan
  try {
    const outcomes = await writePlan(plan, settings, account?.password, run)
    const ofUser = handOver && outcomes.find(({ change }) => change === userChange(plan))
    const undo = async () => {
      if (ofUser) await undoUser(ofUser, plan, settings, run)
    }
    const done = await checkAndHandOver({ ...work, plan }, outcomes, settings, run).catch(async (error: unknown) => {
      await undo()
      throw error
    })
    if (done.isByAnother) return done
    if (done.handedOver === undefined) await undo()
    else if (account) {
      if (user) await finishHandOver(user, plan, settings, run)
      run.screen.print(whereItIs(done.handedOver, account))
      noteReadable(done.handedOver.file, run)
    }
    return done
  } finally {
    handOver?.discard()
  }
}

/** A new password goes to its place when all is well. */
async function checkAndHandOver(
  { plan, newPassword, data, probes }: ToWrite,
  outcomes: Outcome[],
  settings: Settings,
  run: Run,
): Promise<Done> {
  if (run.signal.aborted) throw new InterruptedError()
  if (!installationApplied(outcomes)) return { outcomes, checks: [], checksSkipped: undefined, handedOver: undefined }
  const { account, handOver } = newPassword ?? {}
  const user = handOver && userChange(plan)
  if (outcomes.some(({ status }) => status === 'by another')) return byAnother(outcomes, settings, run)
  const checked = await checkAccount({ plan, outcomes, settings, made: account, data, probes }, run)
  const passed = checked.checks.every(({ status }) => status !== 'fail')
  // Another run that had not seen the user may have written it since. Where that cannot be asked, the checks have failed of the same cause.
  const isOwn = user === undefined || (await hasOwnPassword(user, plan, settings, run).catch(unlessThrown(passed)))
  if (!isOwn) return byAnother(outcomes, settings, run)
  const isUseful = passed || (user?.action === 'update' && hasReplaced(user.name, checked, handOver, settings))
  const handedOver = isUseful && account ? handOver?.commit(account) : undefined
  run.journal.add({ ...(handedOver && { handedOver }) })
  return { outcomes, ...checked, handedOver }
}

/** The password in that file works no more, and the new one does, whatever else is wrong. */
const hasReplaced = (
  username: string,
  { checks }: Checked,
  handOver: HandOver | undefined,
  { envFile, fileAccount }: Settings,
): boolean =>
  handOver?.file === envFile &&
  fileAccount?.username === username &&
  checks.some(({ id, status }) => id === 'account.signs-in' && status === 'pass')

/** What is thrown counts where all was well before. */
const unlessThrown = (counts: boolean) => (error: unknown) => {
  if (counts || !(error instanceof ElkctlError) || error instanceof InterruptedError) throw error
  return true
}

function byAnother(outcomes: Outcome[], { account: { username } }: Settings, run: Run): Done {
  const checksSkipped = `the password of ${username} is that of another run`
  run.journal.add({ checksSkipped })
  return { outcomes, checks: [], checksSkipped, handedOver: undefined, isByAnother: true }
}

const whereItIs = ({ file, backup }: HandedOver, { username }: Credentials): string =>
  `${username} and its password are in ${file}${backup === undefined ? '' : ` (the file as it was, without the password: ${backup})`}`
