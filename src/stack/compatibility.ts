import { ElkctlError } from '../errors.js'
import type { Stack } from './stack.js'
import { compareVersions } from './versions.js'

/** One row of a compatibility table: releases `from` … `to` (compared by major and minor), and the least stack they work with. */
export interface CompatibilityRow {
  from: string
  to: string
  /** undefined: these releases cannot use an external stack */
  minimumStack?: string | undefined
}

export interface CompatibilityTable {
  rows: CompatibilityRow[]
  /** where it is written */
  source: string
}

/** The row for a release, or undefined when the table does not know it. */
export function rowFor(table: CompatibilityTable, release: string): CompatibilityRow | undefined {
  const minor = release.split('.').slice(0, 2).join('.')
  return table.rows.find(({ from, to }) => compareVersions(minor, from) >= 0 && compareVersions(minor, to) <= 0)
}

/** Why this release and this stack do not go together, or undefined when they do. */
export function incompatibility(
  application: { title: string; release: string },
  stack: Pick<Stack, 'flavor' | 'version' | 'equivalentVersion'>,
  table: CompatibilityTable,
): ElkctlError | undefined {
  const row = rowFor(table, application.release)
  const written = `That is written in: ${table.source}.`
  if (row === undefined)
    return new ElkctlError(`The compatibility table does not know ${application.title} ${application.release}.`, {
      exit: 'incompatible',
      hint: `${written} If you know that it works with this stack, add --force.`,
    })
  if (row.minimumStack === undefined)
    return new ElkctlError(`${application.title} ${application.release} cannot use an external Elastic Stack.`, {
      exit: 'incompatible',
      hint: `${written} The first release that can is ${String(firstThatCan(table))}: upgrade ${application.title}, or add --force to continue anyway.`,
    })
  if (compareVersions(stack.equivalentVersion, row.minimumStack) >= 0) return undefined
  return new ElkctlError(
    `${application.title} ${application.release} needs Elasticsearch ${row.minimumStack} or newer; found ${describeVersion(stack)}.`,
    { exit: 'incompatible', hint: `${written} Upgrade the stack, or add --force to continue anyway.` },
  )
}

/** "Elasticsearch 7.10.2", "OpenSearch 2.19.4 (equivalent to Elasticsearch 7.10.2)" */
export function describeVersion(stack: Pick<Stack, 'flavor' | 'version' | 'equivalentVersion'>): string {
  const name = `${stack.flavor.title} ${stack.version}`
  return stack.version === stack.equivalentVersion
    ? name
    : `${name} (equivalent to Elasticsearch ${stack.equivalentVersion})`
}

function firstThatCan(table: CompatibilityTable): string | undefined {
  return table.rows.find((row) => row.minimumStack !== undefined)?.from
}
