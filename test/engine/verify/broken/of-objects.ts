import { KibanaAlerting } from '../../../../sandbox/dashboards/index.js'
import type { Bench, Mend } from './bench.js'
import type { Fault } from './fault.js'

const name = 'openvidu-logs-pipeline'
const pipeline = `/_ingest/pipeline/${name}`

/** Another body, or none, and back. */
const inPlaceOf = async ({ ask }: Bench, body: object | undefined): Promise<Mend> => {
  const before = (await ask('GET', pipeline))[name]
  await (body === undefined ? ask('DELETE', pipeline) : ask('PUT', pipeline, body))
  return () => ask('PUT', pipeline, before)
}

interface User {
  metadata: object
  roles: string[]
  full_name: string
}

/** What init writes, and existing indices. */
export const faultsOfObjects: Fault[] = [
  {
    ...{ id: 'object.missing', on: 'elasticsearch', severity: 'fail', exit: 2 },
    says: 'not on the stack',
    make: (bench) => inPlaceOf(bench, undefined),
  },
  {
    ...{ id: 'object.drift', on: 'elasticsearch', severity: 'fail', exit: 2 },
    says: 'differs in description, processors, on_failure',
    make: (bench) => inPlaceOf(bench, { description: 'mine', processors: [] }),
  },
  {
    ...{ id: 'object.blocked', on: 'elasticsearch', severity: 'fail', exit: 7 },
    says: 'it exists, elkctl did not write it, and it is someone else’s account with other roles (kibana_admin)',
    make: async ({ ask }) => {
      const path = '/_security/user/openvidu'
      const { metadata, roles, full_name } = (await ask('GET', path))['openvidu'] as User
      // Without metadata the mark goes.
      await ask('PUT', path, { roles: [...roles, 'kibana_admin'] })
      return () => ask('PUT', path, { roles, full_name, metadata })
    },
  },
  {
    ...{ id: 'template.hidden', on: 'elasticsearch', severity: 'fail', exit: 7 },
    says: 'the template others (*, priority 1000000), which elkctl did not make, wins over openvidu-logs',
    make: async ({ ask }) => {
      await ask('PUT', '/_index_template/others', {
        index_patterns: ['*'],
        priority: 1_000_000,
        template: { settings: {} },
      })
      return () => ask('DELETE', '/_index_template/others')
    },
  },
  {
    ...{ id: 'dashboard.references', on: 'elasticsearch', severity: 'fail', exit: 2 },
    says: 'which is not in the space default',
    make: ({ stack }) => {
      const objects = stack.dashboards?.double.objects.at('default')
      const [first] = objects?.ofTypes(['visualization']).filter(({ id }) => id !== 'elkctl-openvidu') ?? []
      if (objects === undefined || first === undefined) throw new Error('there is no visualization')
      objects.delete(first.type, first.id)
      return () => {
        objects.put(first)
      }
    },
  },
  {
    ...{ id: 'index.mapping', on: 'elasticsearch', severity: 'fail', exit: 2 },
    says: 'older than its template: timestamp',
    make: async ({ ask }) => {
      await ask('DELETE', '/openvidu')
      await ask('PUT', '/openvidu', { mappings: { properties: { timestamp: { type: 'long' } } } })
      return async () => {
        await ask('DELETE', '/openvidu')
        await ask('PUT', '/openvidu')
      }
    },
  },
  {
    ...{ id: 'rule.available', on: 'elasticsearch', severity: 'warn', exit: 1 },
    says: 'Kibana has no key with which it encrypts rules',
    line: ['verify', '--alerts', '--only', 'rule.available'],
    make: ({ stack }) => {
      stack.dashboards?.double.setAlerting?.(new KibanaAlerting({ encryptionKey: false }))
      return () => stack.dashboards?.double.setAlerting?.(new KibanaAlerting())
    },
  },
  {
    ...{ id: 'rule.runs', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'decrypt: Unable to decrypt attribute "apiKey"',
    line: ['verify', '--alerts', '--only', 'rule.runs'],
    make: async (bench) => {
      bench.stack.dashboards?.double.setAlerting?.(new KibanaAlerting())
      const { code, stdout, stderr } = await bench.run(['init', '--alerts', '--yes', '--write-env'])
      if (code !== 0) throw new Error(stdout + stderr)
      // https://www.elastic.co/guide/en/kibana/7.12/alerts-api-find.html
      const error = { reason: 'decrypt', message: 'Unable to decrypt attribute "apiKey"' }
      return bench.alter('dashboards', /\/api\/alerts\/_find/, ({ data, ...rest }: { data: object[] }) => ({
        ...rest,
        data: data.map((rule) => ({ ...rule, executionStatus: { status: 'error', error } })),
      }))
    },
  },
]
