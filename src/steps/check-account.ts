import { randomBytes } from 'node:crypto'
import type { Sample } from '../data-files/schemas/templates.js'
import type { Outcome } from '../engine/apply.js'
import type { CheckResult } from '../engine/check.js'
import { runChecks } from '../engine/checks.js'
import type { Change } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { oldIndexText } from '../report/text/old-index.js'
import { checkLine } from '../report/text/checks.js'
import { copyFromNode } from '../settings/account-lines.js'
import type { Settings } from '../settings/settings.js'
import type { SignIn } from '../settings/sign-in/sign-in.js'
import type { Credentials, Writer } from '../stack/stack.js'
import { noteFullDisk } from './full-disk.js'
import { graceSignal } from './grace-signal.js'
import { connect, connectToSearch } from './connect.js'
import type { Run } from './run.js'
import { samplesOf } from './samples.js'

/** 'only sign in': and open the dashboards */
export type Probes = 'write' | 'only sign in'

export interface AccountToCheck {
  plan: Plan
  /** what was done of it */
  outcomes: Outcome[]
  settings: Settings
  /** the account with the password that it was given in this run */
  made: Credentials | undefined
  data: string | undefined
  probes: Probes
}

export interface Checked {
  checks: CheckResult[]
  /** why there are none */
  checksSkipped: string | undefined
}

/** Step 8: tries as the service account, not as the administrator, what the application will do. */
export async function checkAccount(account: AccountToCheck, run: Run): Promise<Checked> {
  const { plan, settings, made } = account
  const { username, password } = settings.account
  const credentials = made ?? (password === undefined ? undefined : { username, password })
  if (plan.stack.security && credentials === undefined) {
    const checksSkipped = `the password of ${username} is unknown`
    run.journal.add({ checksSkipped })
    return { checks: [], checksSkipped }
  }
  const checks = await check(account, plan.stack.security ? credentials : undefined, run)
  const failures = checks.filter(({ status }) => status === 'fail').map(({ detail }) => detail)
  await noteFullDisk(failures, plan, run)
  return { checks, checksSkipped: undefined }
}

async function check(
  { plan, outcomes, settings, data, probes }: AccountToCheck,
  identity: Credentials | undefined,
  run: Run,
): Promise<CheckResult[]> {
  const { screen, journal } = run
  screen.print(`Checking as ${identity?.username ?? 'anyone (this stack has no security)'}:`)
  const samples = samplesOf(settings, data)
  const connected = (as: SignIn | Credentials | undefined) =>
    connect({ settings, stack: plan.stack, as, signal: run.signal }, run)
  const as = await connected(identity)
  const isApplication = identity !== undefined && isService(settings)
  const onlyAdds = isApplication && settings.profile.onlyWrites === true
  const reader = onlyAdds ? otherThan(identity, settings) : identity
  if (reader === 'nobody')
    journal.note(
      `no probe was written: ${identity?.username ?? ''} may not remove it, and no administrator has signed in (--admin-username)`,
    )
  return runChecks({
    as,
    reader: onlyAdds && reader !== 'nobody' ? (await connected(reader)).search : as.search,
    cleanupWriter: cleanupWriterFor(reader === 'nobody' ? identity : reader, settings, run),
    onlyAdds,
    username: identity?.username,
    role: settings.account.role,
    passwordElsewhere: copyFromNode(settings.profile),
    stack: plan.stack,
    savedObjects:
      isApplication && settings.profile.keys.dashboardsUrl === undefined ? [] : dashboardsOf(plan, outcomes),
    samples: probes === 'write' && reader !== 'nobody' ? writable(samples, plan, outcomes, run) : [],
    oldIndices: new Map(plan.indices.old.map((old) => [old.index, oldIndexText(old)])),
    suffix: randomBytes(4).toString('hex'),
    onResult: (result) => {
      journal.add({ checks: [result] })
      const line = checkLine(result, screen.color)
      // Who wants to hear little wants to hear why it failed.
      if (screen.mode === 'quiet' && result.status === 'fail') screen.complain(line)
      else screen.print(line)
    },
    onSwept: (probes) => {
      journal.note(`removed probes of an earlier run: ${probes.join(', ')}`)
    },
  })
}

/** The account is that of the application itself, and of nobody who looks or checks. */
const isService = ({ profile: { roles }, account }: Settings): boolean =>
  account.role !== roles.viewer && account.role !== roles.checker

/** Those on the stack. An application opens none where its settings name no dashboards server. */
const dashboardsOf = ({ changes }: Plan, outcomes: Outcome[]): string[] =>
  changes.filter((change) => change.name.startsWith('dashboard/') && isThere(change, outcomes)).map(({ name }) => name)

/** Who reads and removes what an account wrote that may do neither. */
const otherThan = ({ username }: Credentials, { admin }: Settings): SignIn | 'nobody' =>
  admin === undefined || admin.username === username ? 'nobody' : admin

/** A probe in an index that stays would make it, and without its template with fields that the engine guesses. */
function writable(samples: Sample[], { changes }: Plan, outcomes: Outcome[], { journal }: Run): Sample[] {
  const lacking = changes.find(
    ({ kind, action }) => kind.name === 'index template' && action !== 'unchanged' && action !== 'skipped',
  )
  const applied = outcomes.some(({ change, status }) => change === lacking && status === 'applied')
  const passing = samples.filter(({ keepIndex }) => keepIndex !== true)
  if (lacking === undefined || applied || passing.length === samples.length) return samples
  journal.note(`no probe was written to an index that stays: its template (${lacking.name}) is out of date`)
  return passing
}

/** After Ctrl-C the probes must still go: its time begins when it is needed. */
function cleanupWriterFor(as: SignIn | Credentials | undefined, settings: Settings, run: Run): () => Promise<Writer> {
  let before: Promise<Writer> | undefined
  return () =>
    run.signal.aborted
      ? connectToSearch({ settings, as, signal: graceSignal(run) }, run)
      : (before ??= connectToSearch({ settings, as, signal: graceSignal(run) }, run))
}

/** On the stack now: it was, or it has just been made. */
const isThere = (change: Change, outcomes: Outcome[]): boolean =>
  change.action === 'create'
    ? outcomes.some((outcome) => outcome.change === change && outcome.status === 'applied')
    : change.action !== 'skipped' && change.action !== 'blocked'
