import { openvidu } from '../../../../src/profiles/openvidu/index.js'
import { password, roleOf } from '../accounts.js'
import type { Bench, Mend } from './bench.js'
import type { Fault } from './fault.js'
import { named } from './of-account.js'

const api = '/_plugins/_security/api'
const rolePath = `${api}/roles/${openvidu.roles.service}`

interface SecurityRole {
  cluster_permissions: string[]
  tenant_permissions: unknown[]
}

/** The service role with something else in it, as a person edits it in the security plugin. */
const edited = async ({ ask }: Bench, change: (role: SecurityRole) => Partial<SecurityRole>): Promise<Mend> => {
  const made = (await ask('GET', rolePath))[openvidu.roles.service] as Record<string, unknown>
  const { reserved, hidden, static: isBuiltIn, ...before } = made
  const role = roleOf('service', 'opensearch')
  await ask('PUT', rolePath, { ...role, ...change(role as unknown as SecurityRole) })
  return () => ask('PUT', rolePath, before)
}

const setPassword = ({ ask }: Bench, value: string) =>
  ask('PATCH', `${api}/internalusers/openvidu`, [{ op: 'add', path: '/password', value }])

const blocked = async ({ ask }: Bench, name: string): Promise<Mend> => {
  const block = (value: true | null) => ask('PUT', '/openvidu/_settings', { [`index.blocks.${name}`]: value })
  await block(true)
  return () => block(null)
}

/** The account, where the security plugin knows it: each answer is that of the real plugin. */
export const faultsOfAccountOnOpenSearch: Fault[] = [
  {
    ...{ id: 'account.signs-in', on: 'opensearch', severity: 'fail', exit: 4 },
    says: 'the password of openvidu is refused: 401',
    make: async (bench) => {
      await setPassword(bench, password)
      return () => setPassword(bench, bench.secret())
    },
  },
  {
    ...{ id: 'account.in-file', on: 'opensearch', severity: 'fail', exit: 2, signsIn: 'as in the file' },
    says: 'names operator (',
    make: async (bench) => {
      await bench.ask('PUT', `${api}/roles/operators`, {
        cluster_permissions: ['*'],
        index_permissions: [{ index_patterns: ['*'], allowed_actions: ['*'] }],
        tenant_permissions: [{ tenant_patterns: ['*'], allowed_actions: ['kibana_all_write'] }],
      })
      await bench.ask('PUT', `${api}/internalusers/operator`, { password, opendistro_security_roles: ['operators'] })
      return named(bench, 'operator', password)
    },
  },
  {
    ...{ id: 'account.superuser', on: 'opensearch', severity: 'fail', exit: 2, signsIn: 'as in the file' },
    says: 'names admin (',
    make: (bench) => named(bench, bench.admin.username, bench.admin.password),
  },
  {
    ...{ id: 'account.dashboards', on: 'opensearch', severity: 'fail', exit: 1 },
    says: 'Opening the dashboard openvidu-cpu-vs-sessions',
    make: async (bench) => {
      const roles = (value: string[]) =>
        bench.ask('PATCH', `${api}/internalusers/openvidu`, [{ op: 'add', path: '/opendistro_security_roles', value }])
      const mend = await edited(bench, () => ({ tenant_permissions: [] }))
      // which lets into the global tenant as well
      await roles([])
      return async () => {
        await roles(['kibana_user'])
        await mend()
      }
    },
  },
  {
    ...{ id: 'account.writes', on: 'opensearch', severity: 'fail', exit: 1 },
    says: 'index has read-only-allow-delete block',
    line: ['verify', '--write-probe', '--only', 'account.writes'],
    make: (bench) => blocked(bench, 'read_only_allow_delete'),
  },
  {
    ...{ id: 'account.rights', on: 'opensearch', severity: 'fail', exit: 4, says: 'Puts its legacy templates' },
    line: ['verify', '--access', '--only', 'account.rights'],
    make: (bench) =>
      edited(bench, ({ cluster_permissions: names }) => ({
        cluster_permissions: names.filter((one) => one !== 'cluster_manage_index_templates'),
      })),
  },
  {
    ...{ id: 'account.excess', on: 'opensearch', severity: 'fail', exit: 7, says: 'Changes settings of the cluster' },
    line: ['verify', '--access', '--only', 'account.excess'],
    make: (bench) =>
      edited(bench, ({ cluster_permissions: names }) => ({
        cluster_permissions: [...names, 'cluster:admin/settings/update'],
      })),
  },
  {
    ...{ id: 'account.unclear', on: 'opensearch', severity: 'fail', exit: 1 },
    // With 403, as the plugin refuses: a block says nothing about rights.
    says: 'GET /openvidu/_search → 403 index [openvidu] blocked by: [FORBIDDEN/7/index read (api)]; ',
    line: ['verify', '--access', '--only', 'account.unclear'],
    make: (bench) => blocked(bench, 'read'),
  },
]
