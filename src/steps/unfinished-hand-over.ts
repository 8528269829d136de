import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiOf, type Change } from '../engine/change.js'
import { pending, type Plan } from '../engine/plan.js'
import { ApiError, ElkctlError, UnreachableError } from '../errors.js'
import { withHandOver } from '../kinds/mark.js'
import { credentialsIn, destinationId } from '../files/hand-over.js'
import type { Settings } from '../settings/settings.js'
import { graceSignal } from './grace-signal.js'
import { connect } from './connect.js'
import type { Run } from './run.js'
import { signsIn } from './signs-in.js'

/** The account, made or changed. */
export type UserChange = Extract<Change, { action: 'create' | 'update' }>

/** The change of the plan that makes or changes the account. */
export const userChange = (plan: Plan): UserChange | undefined =>
  pending(plan).find((change): change is UserChange => change.kind.name === 'user' && change.action !== 'remove')

/** The files of this run in which a password may be. */
export const passwordFiles = ({ envFile }: Settings, credentialsFile: string | undefined): string[] =>
  [envFile, credentialsFile].filter((file) => file !== undefined)

/**
 * A run that was cut off at its very end may have put the password in place: when it is there and signs in, only the mark is left to be written, and
 * the plan does not set another one.
 */
export async function withoutNewPassword(
  plan: Plan,
  settings: Settings,
  credentialsFile: string | undefined,
  run: Run,
): Promise<Plan> {
  const unfinished = plan.changes.find((change) => change.action === 'update' && change.origin === 'unfinished')
  if (unfinished?.action !== 'update') return plan
  for (const file of passwordFiles(settings, credentialsFile)) {
    const { username, password } = credentialsIn(file, settings.profile)
    run.redactor.add(password)
    if (username !== unfinished.name || password === undefined) continue
    if (!(await signsIn(settings, { username, password }, run))) continue
    const differences = unfinished.differences.filter(({ path }) => path !== 'password')
    return replaced(plan, unfinished, { ...unfinished, differences })
  }
  return plan
}

/** The plan in which the user's mark says that its password is on its way to this file. */
export function withPendingHandOver(plan: Plan, change: UserChange, file: string): Plan {
  const mark = apiOf(change.kind, plan.stack).mark(plan.stack, change.name)
  const written = mark?.read(change.after)
  if (mark === undefined || written === undefined) return plan
  return replaced(plan, change, {
    ...change,
    after: mark.put(
      change.after,
      withHandOver(written, { destination: destinationId(file), run: randomBytes(4).toString('hex') }),
    ),
  })
}

const replaced = (plan: Plan, old: Change, other: Change): Plan => ({
  ...plan,
  changes: plan.changes.map((change) => (change === old ? other : change)),
})

/** milliseconds between two tries */
const pause = 300
const tries = 4

/** The password has got to its place: the mark says so. Without that the account still works, and the next run finds the password in its place. */
export async function finishHandOver(change: UserChange, plan: Plan, settings: Settings, run: Run): Promise<void> {
  const existing = change.action === 'update' ? change.existing : undefined
  const finished = { name: change.name, body: change.after, existing }
  for (let left = tries; ; left--) {
    try {
      const writers = await connect({ settings, stack: plan.stack, as: settings.admin, signal: graceSignal(run) }, run)
      await apiOf(change.kind, plan.stack).write(writers, plan.stack, [finished], { password: undefined })
      return
    } catch (error) {
      if (!(error instanceof ElkctlError)) throw error
      if (left > 1 && !run.signal.aborted && mayPass(error)) {
        await sleep(pause)
        continue
      }
      run.journal.note(
        `${change.name} is ready, but its mark could not be completed (${error.message.replace(/\.$/, '')}); the next run as an administrator does that`,
      )
      return
    }
  }
}

const mayPass = (error: ElkctlError): boolean =>
  error instanceof UnreachableError || (error instanceof ApiError && (error.status >= 500 || error.status === 429))
