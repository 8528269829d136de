import type { AlertResult } from '../alerts/result.js'
import type { Finding } from '../checks/finding.js'
import { catalogue } from '../checks/catalogue/index.js'
import { ElkctlError, exitCodes, SettingsError } from '../errors.js'
import { isOtherWork, type Change } from '../engine/change.js'
import type { Difference } from '../engine/diff.js'
import type { Stack } from '../stack/stack.js'
import type { AlertEntry, ReportDocument } from './document.js'
import type { Report } from './report.js'
import type { ListedAlert } from './run-state.js'
import { measureText } from './text/alerts.js'
import { lifecycleAsJson } from './text/lifecycle.js'

/** The version of the JSON document: it goes up when a field changes its meaning or goes away. */
const format = 1

export function asJson(report: Report, elkctl: string): ReportDocument {
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
      missing: plan.missing.map(({ part, meaning }) => ({ part, meaning })),
      plan: plan.changes.map(changeAsJson),
      lifecycle: lifecycleAsJson(plan),
      oldIndices: plan.indices.old.map(({ index, differences, copy }) => ({ index, differences, copy: copy ?? null })),
    }),
    outcomes: report.outcomes.map(({ change, status, ...rest }) => ({
      kind: change.kind.name,
      name: change.name,
      status,
      ...('error' in rest && { error: errorAsJson(rest.error) }),
      ...('keptOtherwise' in rest && { keptOtherwise: rest.keptOtherwise.paths }),
    })),
    checks: report.checks,
    ...(report.checksSkipped !== undefined && { checksSkipped: report.checksSkipped }),
    ...(report.findings && { failOn: report.failOn ?? 'fail', findings: report.findings.map(findingAsJson) }),
    ...(report.alertList && { alertList: report.alertList.map(listedAlertAsJson) }),
    ...(report.alerts && { alerts: report.alerts.map(alertAsJson) }),
    ...(report.access && { access: report.access }),
    handedOver: report.handedOver ?? null,
    ...(report.backup !== undefined && { backup: report.backup }),
    ...(report.reindexed && { reindexed: report.reindexed }),
    ...(report.rotation && { rotation: { ...report.rotation, keptIn: report.rotation.keptIn ?? null } }),
    ...(report.sampleData && { sampleData: report.sampleData }),
    notes: report.notes,
    ...(error && { error: errorAsJson(error) }),
  }
}

const findingAsJson = ({ check, status, subject, detail, hint, exit, place }: Finding) => ({
  id: check,
  status,
  severity: catalogue[check].severity,
  subject: subject ?? null,
  detail,
  hint: hint ?? null,
  exit: exit ?? null,
  file: place?.file ?? null,
  line: place?.line ?? null,
})

function listedAlertAsJson({ alert, runsIn }: ListedAlert): NonNullable<ReportDocument['alertList']>[number] {
  const { name, file, title, severity, index, comparator, warn, critical, unit, message, runbook } = alert
  return {
    ...{ name, file, title, severity, index, measures: measureText(alert), comparator, message, runbook, runsIn },
    ...{ warn: warn ?? null, critical: critical ?? null, unit: unit ?? null },
  }
}

export function alertAsJson({ alert, state, values, error, searches }: AlertResult): AlertEntry {
  const { name, title, severity, comparator, warn, critical, unit, message, runbook, index } = alert
  return {
    ...{ name, title, severity, state, comparator, message, runbook, index },
    values: values.map((one) => ({ group: one.group ?? null, value: one.value ?? null, state: one.state })),
    ...{ warn: warn ?? null, critical: critical ?? null, unit: unit ?? null },
    ...(searches && { searches }),
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

function changeAsJson(change: Change): NonNullable<ReportDocument['plan']>[number] {
  const { kind, name, file, action } = change
  return {
    action,
    kind: kind.name,
    name,
    file,
    ...('reason' in change && { reason: change.reason }),
    // Of an index that goes: what goes with it.
    ...(change.action === 'remove' && isOtherWork(kind) && change.existing.body),
    ...((change.action === 'update' || change.action === 'kept') && {
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
