import { formatDate } from '../../../../src/date-format.js'
import type { Bench } from './bench.js'
import type { Fault } from './fault.js'

const isp = (id: string): string[] => ['verify', '--profile', 'isp', '--only', id]

/** What the platform sends every day, without replicas. */
const days = async ({ ask, later }: Bench): Promise<void> => {
  const today = formatDate('%Y.%m.%d', Date.now())
  const names = [`isp-logs-${today}`, `isp-metrics-${today}`]
  for (const name of names) await ask('PUT', `/${name}`, { settings: { number_of_replicas: 0 } })
  later(() => ask('DELETE', `/${names.join(',')}`))
}

/** What the documentation of the ISP platform calls common issues, and alerts of OpenVidu. */
export const faultsOfApplication: Fault[] = [
  {
    ...{ id: 'common-issue.no-answer', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'the cluster is red: a primary shard is missing (1 unassigned)',
    line: isp('common-issue.no-answer'),
    make: async ({ ask }) => {
      const settings = { 'routing.allocation.require._name': 'nowhere' }
      await ask('PUT', '/others?wait_for_active_shards=0', { settings: { number_of_replicas: 0, ...settings } })
      return () => ask('DELETE', '/others')
    },
  },
  {
    ...{ id: 'common-issue.no-index-of-a-day', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'ELASTICSEARCH_INDEX_DATE_FORMAT is not a strftime format',
    line: isp('common-issue.no-index-of-a-day'),
    make: async (bench) => {
      await days(bench)
      return bench.edit(bench.ispFile, (text) => text.replace('%Y.%m.%d', 'YYYY.MM.dd'))
    },
  },
  {
    ...{ id: 'common-issue.no-index-pattern', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'is not there: elkctl init makes it',
    line: isp('common-issue.no-index-pattern'),
    make: async (bench) => {
      await days(bench)
      return async () => {
        const { code, stdout, stderr } = await bench.run(['init', '--profile', 'isp', '--yes', '--write-env'])
        if (code !== 0) throw new Error(stdout + stderr)
      }
    },
  },
  {
    ...{ id: 'alert.fires', on: 'elasticsearch', severity: 'fail', exit: 1, says: 'OpenVidu Server sends no metrics' },
    line: ['alerts', 'check', '--only', 'no-metrics'],
    make: async ({ ask, later }) => {
      const mappings = { properties: { '@timestamp': { type: 'date' } } }
      await ask('PUT', '/server-metrics-1', { settings: { number_of_replicas: 0 }, mappings })
      later(() => ask('DELETE', '/server-metrics-1'))
      return () => ask('PUT', '/server-metrics-1/_doc/1?refresh=true', { '@timestamp': new Date().toISOString() })
    },
  },
  {
    ...{
      id: 'alert.unknown',
      on: 'elasticsearch',
      severity: 'fail',
      exit: 1,
      says: 'No index matches server-metrics*',
    },
    line: ['alerts', 'check', '--only', 'no-metrics'],
    instead: 'alert.fires',
    make:
      ({ ask, later }) =>
      async () => {
        await ask('PUT', '/server-metrics-1/_doc/1?refresh=true', { '@timestamp': new Date().toISOString() })
        later(() => ask('DELETE', '/server-metrics-1'))
      },
  },
]
