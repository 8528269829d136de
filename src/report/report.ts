import type { ChalkInstance } from 'chalk'
import { ElkctlError, exitCodes, SettingsError, type Exit } from '../errors.js'
import type { Outcome } from '../engine/apply.js'
import type { CheckResult } from '../engine/checks.js'
import type { Change } from '../engine/change.js'
import type { Difference } from '../engine/diff.js'
import type { Plan } from '../engine/plan.js'
import type { RightResult } from '../access/rights.js'
import { counted } from '../counted.js'
import { lifecycleAsJson } from './text/lifecycle.js'
import type { Settings } from '../settings/settings.js'
import { describeVersion } from '../stack/compatibility.js'
import type { Stack } from '../stack/stack.js'

/** What a command found out and did. Text and JSON are made from the same object. */
export interface Report {
  command: string
  settings?: Settings
  plan?: Plan
  outcomes: Outcome[]
  checks: CheckResult[]
  /** why no check was run */
  checksSkipped?: string
  /** verify --access: whose rights were asked about, and what was said */
  access?: { username: string; kind: string; roles: string[]; rights: RightResult[] }
  handedOver?: { file: string; backup: string | undefined }
  /** a password that was to be changed */
  rotation?: Rotated
  /** old indices: how many documents each has now; null: not done */
  reindexed?: { index: string; documents: number | null }[]
  /** what `sample-data` wrote or deleted */
  sampleData?: Record<string, unknown>
  /** remarks that are no reason to stop, each one line */
  notes: string[]
  exit: Exit
  verdict: string
  error?: ElkctlError
}

/** How a change of password ended. */
export interface Rotated {
  username: string
  /** not there when an earlier run had changed it */
  by?: 'itself' | 'an administrator'
  /** which password signs in now */
  works: 'old' | 'new' | 'one of both' | 'neither'
  /** where the new one is, when it is not where it should be */
  keptIn: string | undefined
}

/** The version of the JSON document: it goes up when a field changes its meaning or goes away. */
const format = 1

export function asJson(report: Report, elkctl: string): Record<string, unknown> {
  const { settings, plan, error } = report
  return {
    format,
    elkctl,
    command: report.command,
    exitCode: exitCodes[report.exit].code,
    exit: report.exit,
    verdict: report.verdict,
    ...(settings && {
      settings: {
        profile: settings.profile.name,
        release: settings.release,
        envFile: settings.envFile ?? null,
        searchUrl: settings.searchUrl,
        dashboardsUrl: settings.dashboardsUrl ?? null,
        username: settings.account.username,
        role: settings.account.role,
        retentionDays: settings.retentionDays,
        signedInAs: settings.admin?.username ?? null,
        insecure: settings.tls.insecure,
      },
    }),
    ...(plan && {
      stack: stackAsJson(plan.stack),
      missing: plan.missing,
      plan: plan.changes.map(changeAsJson),
      lifecycle: lifecycleAsJson(plan),
      oldIndices: plan.oldIndices.map(({ index, differences, copy }) => ({ index, differences, copy: copy ?? null })),
    }),
    outcomes: report.outcomes.map(({ change, status, ...rest }) => ({
      kind: change.kind.name,
      name: change.name,
      status,
      ...('error' in rest && { error: errorAsJson(rest.error) }),
    })),
    checks: report.checks,
    ...(report.checksSkipped !== undefined && { checksSkipped: report.checksSkipped }),
    ...(report.access && { access: report.access }),
    handedOver: report.handedOver ?? null,
    ...(report.reindexed && { reindexed: report.reindexed }),
    ...(report.rotation && { rotation: { ...report.rotation, keptIn: report.rotation.keptIn ?? null } }),
    ...(report.sampleData && { sampleData: report.sampleData }),
    notes: report.notes,
    ...(error && { error: errorAsJson(error) }),
  }
}

const errorAsJson = (error: ElkctlError) => ({
  message: error.message,
  hint: error.hint,
  ...(error instanceof SettingsError && { problems: error.problems }),
})

const stackAsJson = (stack: Stack) => ({
  product: stack.flavor.name,
  version: stack.version,
  equivalentVersion: stack.equivalentVersion,
  compatibilityMode: stack.compatibilityMode,
  provider: stack.provider.name,
  security: stack.security,
  dashboards: stack.dashboards ? { title: stack.flavor.dashboardsTitle, version: stack.dashboards.version } : null,
})

function changeAsJson(change: Change): Record<string, unknown> {
  const { kind, name, file, action } = change
  return {
    action,
    kind: kind.name,
    name,
    file,
    ...('reason' in change && { reason: change.reason }),
    ...(change.action === 'update' && {
      origin: change.origin,
      differences: change.differences.map(differenceAsJson),
      ...(change.kept && { kept: change.kept.map(differenceAsJson) }),
    }),
  }
}

const differenceAsJson = ({ path, before, after }: Difference) => ({
  path,
  before: before ?? null,
  after: after ?? null,
})

/** "Elasticsearch 7.10.2, self-hosted, security on; Kibana 7.12.1" */
export function describeStack(stack: Stack): string {
  const product = stack.compatibilityMode
    ? `OpenSearch in compatibility mode (it says ${stack.version})`
    : describeVersion(stack)
  const dashboards = stack.dashboards
    ? `${stack.flavor.dashboardsTitle} ${stack.dashboards.version}`
    : `no dashboards server${stack.withoutDashboards === undefined ? '' : ` (${stack.withoutDashboards})`}`
  return `${product}, ${stack.provider.title}, security ${stack.security ? 'on' : 'off'}; ${dashboards}`
}

/** "3 to create, 1 to update, 12 unchanged" */
export function countChanges(plan: Plan): string {
  const count = (action: Change['action']) => plan.changes.filter((change) => change.action === action).length
  const words: [Change['action'], string][] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['remove', 'to remove'],
    ['unchanged', 'unchanged'],
    ['unverified', 'not verified'],
    ['skipped', 'skipped'],
    ['blocked', 'blocked'],
  ]
  return words
    .filter(([action]) => count(action) > 0)
    .map(([action, word]) => `${count(action)} ${word}`)
    .join(', ')
}

/** Of a run that was stopped: what is done, and of what that is not known. */
export function whatWasDone({ outcomes, reindexed }: Report): string {
  const cut = reindexed?.find(({ documents }) => documents === null)
  if (cut)
    return `the reindex of ${cut.index} is not finished, and no document is lost. The same command goes on from there.`
  const names = (status: Outcome['status']) =>
    outcomes.filter((outcome) => outcome.status === status).map(({ change }) => `${change.kind.name} ${change.name}`)
  const [applied, unclear] = [names('applied'), names('unclear')]
  if (applied.length + unclear.length === 0) return 'nothing was changed.'
  return [
    applied.length === 0 ? undefined : `${counted(applied.length, 'change')} made before (${listed(applied)}).`,
    unclear.length === 0 ? undefined : `Unclear, because the stack did not answer any more: ${listed(unclear)}.`,
    'The same command goes on from there.',
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ')
}

const listed = (names: string[]): string =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 7).join(', ')} and ${names.length - 7} more`

export function checkLine({ title, status, detail, hint }: CheckResult, color: ChalkInstance): string {
  const sign = { pass: color.green('✔'), fail: color.red('✖'), skip: color.dim('-'), warn: color.yellow('!') }[status]
  return `  ${sign} ${title}: ${detail}${hint === undefined ? '' : `\n      ${hint}`}`
}

export function errorText(error: ElkctlError, color: ChalkInstance): string {
  return `${color.red('Error:')} ${error.message}\n  ${error.hint}`
}
