import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adopting } from './of-others.js'
import type { Result, Situation } from './situation.js'

/** Runs that several cases look at, each made when the first of them asks for it. */
export interface Runs {
  /** before all others, without `--adopt`, where a role of others has our name; and what the stack was asked to write */
  refused: () => Promise<{ result: Result; writes: unknown[] } | undefined>
  /** with `--adopt`, where it has */
  first: () => Promise<Result>
  /** the same stack, changed by hand */
  drift: () => Promise<Drift>
}

export interface Drift {
  /** what `plan` says of it */
  found: Result
  /** what `init` did about it */
  repaired: Result
  /** what was changed, as the plan names it */
  changed: string[]
}

export function beginRuns(at: Situation): Runs {
  const refused = once(async () => {
    if (adopting(at).length === 0) return undefined
    const result = await at.initAsAdmin()
    return { result, writes: at.stack.writes() }
  })
  const first = once(async () => {
    await refused()
    return at.elkctl('init', '--yes', ...(at.hasSecurity ? ['--write-env'] : []), ...adopting(at))
  })
  return {
    refused,
    first,
    drift: once(async () => {
      await first()
      const changed = [
        ...(await changeContent(at)),
        ...(at.contract.evidence.dashboards === 'absent' ? [] : await changeDashboards(at)),
        ...(at.hasSecurity ? await changeSecurity(at) : []),
      ]
      const found = await at.asAdmin('plan')
      // What replaces an object of elkctl's without its mark is not told from what was there first: destroy would put that back.
      const backups = mkdtempSync(join(tmpdir(), 'elkctl-backups-'))
      const repaired = await at.initAsAdmin('--backup-dir', backups)
      rmSync(backups, { recursive: true })
      return { found, repaired, changed }
    }),
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

async function succeed(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
}

async function changeContent({ search }: Situation): Promise<string[]> {
  await succeed(search('PUT', '/_ingest/pipeline/openvidu-kurento-pipeline', { description: 'mine', processors: [] }))
  const composable = (await search('GET', '/_index_template/openvidu-events')).status === 200
  await succeed(search('DELETE', `/${composable ? '_index_template' : '_template'}/openvidu-events`))
  return ['ingest pipeline openvidu-kurento-pipeline', 'index template openvidu-events']
}

async function changeDashboards({ dashboards }: Situation): Promise<string[]> {
  await succeed(dashboards('DELETE', '/api/saved_objects/dashboard/openvidu-recordings'))
  return ['saved object dashboard/openvidu-recordings']
}

async function changeSecurity({ search, isOpenSearch, securityPath }: Situation): Promise<string[]> {
  if (isOpenSearch) {
    await succeed(
      search('PUT', `${securityPath}/roles/openvidu-role`, {
        cluster_permissions: ['cluster_monitor'],
        index_permissions: [],
        tenant_permissions: [],
      }),
    )
    await succeed(search('PUT', `${securityPath}/rolesmapping/openvidu-role`, { users: [] }))
    return ['role openvidu-role', 'role mapping openvidu-role']
  }
  await succeed(search('PUT', `${securityPath}/role/openvidu-role`, { cluster: ['monitor'], indices: [] }))
  await succeed(search('PUT', `${securityPath}/user/openvidu`, { roles: [] }))
  return ['role openvidu-role', 'user openvidu']
}
