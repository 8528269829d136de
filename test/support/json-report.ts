import { runElkctl, type RunOptions } from '../../sandbox/run-elkctl.js'

/** What `--json` prints, as far as tests look at it. */
export interface JsonReport {
  format: number
  exitCode: number
  verdict: string
  stack: {
    product: string
    version: string
    security: boolean
    dashboards: { title: string } | null
    compatibilityMode: boolean
  }
  missing: { part: string; meaning: string }[]
  plan: {
    action: string
    kind: string
    name: string
    origin?: string
    reason?: string
    differences?: { path: string; before: unknown; after: unknown }[]
  }[]
  lifecycle: {
    index: string
    policy: string
    managedBy: string | null
    phase: string | null
    ageDays: number
    deletedAfterDays: { before: number | null; after: number | null }
    atOnce: boolean
    waiting: boolean
    error: string | null
    retry: string | null
    leftAlone: string | null
  }[]
  /** of verify */
  findings?: { id: string; status: string; subject: string | null; detail: string }[]
  oldIndices: {
    index: string
    differences: { field: string; has: string | null; wanted: string }[]
    copy: string | null
  }[]
  reindexed?: { index: string; documents: number | null }[]
  outcomes: { kind: string; name: string; status: string; error?: { message: string; hint: string } }[]
  checks: { title: string; status: string; detail: string }[]
  checksSkipped?: string
  access?: {
    username: string
    kind: string
    roles: string[]
    rights: { title: string; expected: string; because: string; granted: unknown; status: string; evidence: string[] }[]
  }
  handedOver: { file: string; backup: string | null } | null
  backup?: string
  notes: string[]
  error?: { message: string; hint: string }
}

export async function report(
  args: string[],
  options?: RunOptions,
): Promise<JsonReport & { code: number | null; stderr: string }> {
  const { code, stdout, stderr } = await runElkctl([...args, '--json'], options)
  return { ...(JSON.parse(stdout) as JsonReport), code, stderr }
}

/** The plan by action: { create: ['role openvidu-role', …] } */
export function byAction({ plan }: JsonReport): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const { action, kind, name } of plan) (groups[action] ??= []).push(`${kind} ${name}`)
  return groups
}
