import * as z from 'zod'
import { exitCodes, type Exit } from '../errors.js'

/** What `--output json` prints: one document, the same for every command. `schemas/report.json` is made of this. */
export const reportForm = z.object({
  format: z.literal(1).describe('goes up when a field changes its meaning or goes away'),
  elkctl: z.string().describe('the version of elkctl'),
  command: z.string(),
  exitCode: z.int(),
  exit: z.enum(Object.keys(exitCodes) as [Exit, ...Exit[]]).describe('what the exit code means'),
  verdict: z.string().describe('the closing line'),
  settings: z
    .object({
      profile: z.string(),
      release: z.string(),
      envFile: z.string().nullable(),
      searchUrl: z.string(),
      dashboardsUrl: z.string().nullable(),
      username: z.string(),
      role: z.string(),
      retentionDays: z.number(),
      signedInAs: z.string().nullable(),
      insecure: z.boolean(),
    })
    .optional(),
  stack: z
    .object({
      product: z.string(),
      version: z.string(),
      equivalentVersion: z.string(),
      compatibilityMode: z.boolean(),
      provider: z.string(),
      security: z.boolean(),
      dashboards: z.object({ title: z.string(), version: z.string() }).nullable(),
    })
    .optional(),
  missing: z.array(z.object({ part: z.string(), meaning: z.string() })).optional(),
  plan: z.array(changeForm()).optional(),
  lifecycle: z.array(lifecycleForm()).optional(),
  oldIndices: z
    .array(
      z.object({
        index: z.string(),
        differences: z.array(z.object({ field: z.string(), has: z.string().optional(), wanted: z.string() })),
        copy: z.string().nullable(),
      }),
    )
    .optional(),
  outcomes: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      status: z.enum(['applied', 'failed', 'unclear', 'not tried', 'undone', 'by another']),
      error: errorForm().optional(),
      keptOtherwise: z.array(z.string()).optional(),
    }),
  ),
  checks: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        status: z.enum(['pass', 'fail', 'skip', 'warn']),
        detail: z.string(),
        hint: z.string().optional(),
      }),
    )
    .describe('what was tried as the account, and common issues of the application'),
  checksSkipped: z.string().optional(),
  failOn: z.enum(['warn', 'fail']).optional(),
  findings: z.array(findingForm()).optional().describe('verify, lint and doctor: what each check found'),
  alertList: z
    .array(
      z.object({
        ...{ name: z.string(), file: z.string(), title: z.string(), severity: z.string(), index: z.array(z.string()) },
        ...{
          measures: z.string(),
          comparator: z.string(),
          warn: z.number().nullable(),
          critical: z.number().nullable(),
        },
        ...{ unit: z.string().nullable(), message: z.string(), runbook: z.string(), runsIn: z.array(z.string()) },
      }),
    )
    .optional()
    .describe('alerts list'),
  alerts: z.array(alertForm()).optional().describe('alerts check and alerts test: how it stands with each'),
  access: z
    .object({
      username: z.string(),
      kind: z.string(),
      roles: z.array(z.string()),
      rights: z.array(rightForm()),
    })
    .optional(),
  handedOver: z.object({ file: z.string(), backup: z.string().optional() }).nullable(),
  backup: z.string().optional().describe('the file with what was changed or removed, as it was'),
  reindexed: z.array(z.object({ index: z.string(), documents: z.number().nullable() })).optional(),
  rotation: z
    .object({
      username: z.string(),
      by: z.string().optional(),
      works: z.enum(['old', 'new', 'one of both', 'neither']),
      keptIn: z.string().nullable(),
    })
    .optional(),
  sampleData: z.record(z.string(), z.unknown()).optional(),
  notes: z.array(z.string()),
  error: errorForm().optional(),
})

export type ReportDocument = z.infer<typeof reportForm>
export type AlertEntry = NonNullable<ReportDocument['alerts']>[number]

function errorForm() {
  return z.object({
    message: z.string(),
    hint: z.string(),
    problems: z
      .array(z.object({ where: z.string(), message: z.string() }))
      .optional()
      .describe('what is wrong with the settings'),
  })
}

function changeForm() {
  const differences = z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() }))
  // Of an index that is removed, what goes with it stands here too.
  return z.looseObject({
    action: z.enum(['create', 'update', 'kept', 'unchanged', 'remove', 'skipped', 'unverified', 'blocked']),
    kind: z.string(),
    name: z.string(),
    file: z.string(),
    reason: z.string().optional(),
    origin: z.string().optional(),
    differences: differences.optional(),
    kept: differences.optional(),
  })
}

function lifecycleForm() {
  const days = z.union([z.number(), z.literal('unknown')]).nullable()
  return z.object({
    index: z.string(),
    policy: z.string(),
    managedBy: z.string().nullable(),
    phase: z.string().nullable(),
    ageDays: days,
    deletedAfterDays: z.object({ before: days, after: days }),
    atOnce: z.boolean(),
    waiting: z.boolean(),
    error: z.string().nullable(),
    retry: z.string().nullable(),
    leftAlone: z.string().nullable(),
  })
}

function rightForm() {
  return z.object({
    title: z.string(),
    expected: z.enum(['needed', 'refused', 'unavoidable']),
    because: z.string(),
    documented: z.string().optional(),
    granted: z.union([z.boolean(), z.literal('partly')]).nullable(),
    status: z.enum(['pass', 'missing', 'excess', 'unclear', 'skip']),
    evidence: z.array(z.string()),
  })
}

function findingForm() {
  return z.object({
    id: z.string().describe('elkctl explain ID says what it means'),
    status: z.enum(['pass', 'fail', 'warn', 'skip']).describe('skip: it could not be checked'),
    severity: z.enum(['fail', 'warn']),
    subject: z.string().nullable(),
    detail: z.string(),
    hint: z.string().nullable(),
    exit: z.string().nullable(),
    file: z.string().nullable(),
    line: z.int().nullable(),
  })
}

function alertForm() {
  return z.object({
    name: z.string(),
    title: z.string(),
    severity: z.enum(['info', 'warning', 'critical']),
    state: z.enum(['ok', 'warning', 'critical', 'unknown']).describe('unknown: it could not be asked for'),
    values: z
      .array(
        z.object({
          group: z.string().nullable(),
          value: z.number().nullable().describe('null: there was nothing to measure'),
          state: z.enum(['ok', 'warning', 'critical']),
        }),
      )
      .describe('the worst first'),
    comparator: z.enum(['>', '>=', '<', '<=']),
    warn: z.number().nullable(),
    critical: z.number().nullable(),
    unit: z.string().nullable(),
    message: z.string(),
    runbook: z.string(),
    searches: z
      .array(z.record(z.string(), z.unknown()))
      .optional()
      .describe('alerts test: what was asked of these indices, a search for each window, the newest first'),
    index: z.array(z.string()),
    error: errorForm().optional(),
  })
}
