import { randomBytes } from 'node:crypto'
import { loadFolder } from '../engine/definitions.js'
import { runChecks, type Sample } from '../engine/checks.js'
import type { Change } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { stateOf } from '../report/text/old-index.js'
import { checkLine, type Report } from '../report/report.js'
import type { Settings } from '../settings/settings.js'
import type { Credentials, Writer } from '../stack/stack.js'
import { afterwards } from './afterwards.js'
import { connect } from './connect.js'
import type { Run } from './run.js'

/**
 * Step 8: tries as the service account, not as the administrator, what the application will do. Without `writeProbes` it only signs in and
 * opens the dashboards.
 */
export async function checkAccount(
  plan: Plan,
  settings: Settings,
  made: Credentials | undefined,
  data: string | undefined,
  run: Run,
  writeProbes = true,
): Promise<void> {
  const { report, screen } = run
  const { username, role, password } = settings.account
  const credentials = made ?? (password === undefined ? undefined : { username, password })
  if (plan.stack.security && credentials === undefined) {
    report.checksSkipped = `the password of ${username} is not known here`
    return
  }
  const identity = plan.stack.security ? credentials : undefined
  screen.print(`Checking as ${identity?.username ?? 'anyone (this stack has no security)'}:`)
  const samples = loadFolder(`templates/checks/${settings.profile.name}`, {
    variables: {},
    ...(data !== undefined && { folder: data }),
  }).map(({ body }) => body as unknown as Sample)
  await runChecks({
    as: await connect(settings, identity, run, run.signal),
    janitor: janitorFor(identity, settings, run),
    username: identity?.username,
    role,
    stack: plan.stack,
    savedObjects: plan.changes
      .filter((change) => change.name.startsWith('dashboard/') && isThere(change, report))
      .map(({ name }) => name),
    samples: writeProbes ? samples.filter(({ keepIndex }) => keepIndex !== true || hasTemplates(plan, run)) : [],
    oldIndices: new Map(plan.oldIndices.map((old) => [old.index, stateOf(old)])),
    suffix: randomBytes(4).toString('hex'),
    onResult: (result) => {
      report.checks.push(result)
      screen.print(checkLine(result, screen.color))
    },
    onSwept: (probes) => {
      report.notes.push(`removed what the checks of an earlier run had left: ${probes.join(', ')}`)
    },
  })
}

/** A probe would make an index that stays, and without its template with fields that the engine guesses. */
function hasTemplates({ changes }: Plan, { report }: Run): boolean {
  const lacking = changes.find(
    ({ kind, action }) => kind.name === 'index template' && action !== 'unchanged' && action !== 'skipped',
  )
  const applied = report.outcomes.some(({ change, status }) => change === lacking && status === 'applied')
  if (lacking === undefined || applied) return true
  report.notes.push(
    `no probe was written to an index that stays: its template (${lacking.name}) is not as it should be`,
  )
  return false
}

/** After Ctrl-C the probes must still go: its time begins when it is needed. */
function janitorFor(identity: Credentials | undefined, settings: Settings, run: Run): () => Promise<Writer> {
  const connected = async () => (await connect(settings, identity, run, afterwards(run))).search
  let before: Promise<Writer> | undefined
  return () => (run.signal.aborted ? connected() : (before ??= connected()))
}

/** On the stack now: it was, or it has just been made. */
const isThere = (change: Change, { outcomes }: Report): boolean =>
  change.action === 'create'
    ? outcomes.some((outcome) => outcome.change === change && outcome.status === 'applied')
    : change.action !== 'skipped' && change.action !== 'blocked'
