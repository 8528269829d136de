import { openvidu } from '../../../../src/profiles/openvidu/index.js'
import { password, roleOf, type Role } from '../accounts.js'
import type { Bench, Mend } from './bench.js'
import type { Fault } from './fault.js'

/** `.env` names this user, whom nobody has, or whom the engine knows. */
export const named = ({ edit, envFile }: Bench, username: string, secret: string): Mend =>
  edit(envFile, (text) =>
    text
      .replace(/^(ELASTICSEARCH_USERNAME)=.*$/m, `$1=${username}`)
      .replace(/^(ELASTICSEARCH_PASSWORD)=.*$/m, `$1=${secret}`),
  )

const rolePath = `/api/security/role/${openvidu.roles.service}`

/** The service role with something else in it, as a person edits it in Kibana. */
const edited = async ({ askDashboards }: Bench, change: (role: Role) => Role): Promise<Mend> => {
  const { elasticsearch, kibana, metadata } = await askDashboards('GET', rolePath)
  await askDashboards('PUT', rolePath, { ...change(roleOf('service', 'elasticsearch')), metadata })
  return () => askDashboards('PUT', rolePath, { elasticsearch, kibana, metadata })
}

const withCluster = (role: Role, change: (cluster: string[]) => string[]): Role => {
  const elasticsearch = role['elasticsearch'] as { cluster: string[] }
  return { ...role, elasticsearch: { ...elasticsearch, cluster: change(elasticsearch.cluster) } }
}

/** The account, as the application uses it: each answer is that of the real engine, those of Kibana are its double's. */
export const faultsOfAccount: Fault[] = [
  {
    ...{ id: 'account.signs-in', on: 'elasticsearch', severity: 'fail', exit: 4 },
    says: 'the password of openvidu is refused: 401',
    make: async (bench) => {
      const path = '/_security/user/openvidu/_password'
      await bench.ask('POST', path, { password })
      return () => bench.ask('POST', path, { password: bench.secret() })
    },
  },
  {
    ...{ id: 'account.in-file', on: 'elasticsearch', severity: 'fail', exit: 2, signsIn: 'as in the file' },
    says: 'names operator (operators) instead of the service account openvidu',
    make: async (bench) => {
      const elasticsearch = { cluster: ['all'], indices: [{ names: ['*'], privileges: ['all'] }] }
      await bench.askDashboards('PUT', '/api/security/role/operators', {
        elasticsearch,
        kibana: [{ spaces: ['*'], base: ['all'] }],
      })
      await bench.ask('PUT', '/_security/user/operator', { password, roles: ['operators'] })
      return named(bench, 'operator', password)
    },
  },
  {
    ...{ id: 'account.superuser', on: 'elasticsearch', severity: 'fail', exit: 2, signsIn: 'as in the file' },
    says: 'names elastic (superuser) instead of the service account openvidu',
    make: (bench) => named(bench, bench.admin.username, bench.admin.password),
  },
  {
    ...{ id: 'account.dashboards', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'Opening the dashboard openvidu-cpu-vs-sessions',
    make: (bench) => edited(bench, (role) => ({ ...role, kibana: [] })),
  },
  {
    ...{
      id: 'account.writes',
      on: 'elasticsearch',
      severity: 'fail',
      exit: 1,
      says: 'index has read-only-allow-delete block',
    },
    line: ['verify', '--write-probe', '--only', 'account.writes'],
    make: async ({ ask }) => {
      await ask('PUT', '/openvidu/_settings', { 'index.blocks.read_only_allow_delete': true })
      return () => ask('PUT', '/openvidu/_settings', { 'index.blocks.read_only_allow_delete': null })
    },
  },
  {
    ...{ id: 'account.rights', on: 'elasticsearch', severity: 'fail', exit: 4 },
    says: 'Puts its legacy templates',
    line: ['verify', '--access', '--only', 'account.rights'],
    make: (bench) =>
      edited(bench, (role) =>
        withCluster(role, (cluster) => cluster.filter((one) => one !== 'manage_index_templates')),
      ),
  },
  {
    ...{ id: 'account.excess', on: 'elasticsearch', severity: 'fail', exit: 7, says: 'Manages users and roles' },
    line: ['verify', '--access', '--only', 'account.excess'],
    make: (bench) => edited(bench, (role) => withCluster(role, (cluster) => [...cluster, 'manage_security'])),
  },
  {
    ...{ id: 'probe.leftover', on: 'elasticsearch', severity: 'warn', exit: 1 },
    says: 'openvidu/_doc/elkctl-check-0123abcd: left by a check that was cut off',
    make: async ({ ask, probe }) => {
      const path = '/openvidu/_doc/elkctl-check-0123abcd?refresh=true'
      await ask('PUT', path, probe())
      return () => ask('DELETE', path)
    },
  },
]
