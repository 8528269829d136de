import { expect, it } from '@jest/globals'
import type { Situation } from '../../../src/checks/stack/ask.js'
import { lookAtMonitors } from '../../../src/checks/stack/monitors.js'
import { errorsPath } from '../../../src/kinds/monitor/api.js'
import { monitor } from '../../../src/kinds/monitor/monitor.js'
import { noIndices } from '../../../src/lifecycle/index.js'
import { opendistro, opensearch } from '../../../src/stack/flavors.js'
import type { Stack } from '../../../src/stack/stack.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'

const settingsPath = (setting: string) =>
  `/_cluster/settings?flat_settings=true&include_defaults=true&filter_path=*.${setting}`

interface Given {
  monitors?: Stack['monitors']
  enabled?: boolean
  settings?: Answer
  errors?: Answer
  flavor?: typeof opensearch
}

async function found({
  monitors = {},
  enabled = true,
  settings = ok({ defaults: { 'plugins.scheduled_jobs.enabled': 'true' } }),
  errors = ok({ alerts: [], totalAlerts: 0 }),
  flavor = opensearch,
}: Given) {
  const setting = flavor === opensearch ? 'plugins.scheduled_jobs.enabled' : 'opendistro.scheduled_jobs.enabled'
  const search = readerOf({ [settingsPath(setting)]: settings, [errorsPath(stackOf({}, flavor))]: errors })
  const stack = stackOf({ search, monitors }, flavor)
  const reading = { status: 'read' as const, objects: new Map([['A', { body: { id: 'a', enabled } }]]) }
  const changes = ['A', 'B'].map((name) => ({ kind: monitor, name, file: '', action: 'unchanged' as const }))
  const readings = new Map([[monitor, reading]])
  const plan = { stack, lifecycle: true, changes, readings, indices: noIndices, missing: [] }
  const situation: Situation = { plan, stack, samples: [], now: () => 0 }
  const findings = await lookAtMonitors(situation)
  return findings.map(({ check, status, detail }) => `${check} ${status}: ${detail}`)
}

const runs = 'monitor.available pass: OpenSearch runs monitors'
const fine = 'monitor.runs pass: it is enabled, and OpenSearch reports no error'
const error = (more: object) =>
  ok({ alerts: [{ monitor_id: 'a', state: 'ERROR', error_message: 'no such index', ...more }], totalAlerts: 1 })

it.each<[string, Given, string[]]>([
  ['all is well', {}, [runs, fine]],
  ['Open Distro has a setting of another name', { flavor: opendistro }, [runs, fine]],
  [
    'the plugin is missing',
    { monitors: { lack: { what: 'there is no plugin', mend: 'install it' } } },
    ['monitor.available warn: there is no plugin'],
  ],
  ['a person disabled it', { enabled: false }, [runs, 'monitor.runs fail: it is disabled']],
  ['its last run failed', { errors: error({ end_time: null }) }, [runs, 'monitor.runs fail: no such index']],
  ['it failed, and works again', { errors: error({ end_time: 1_760_000_000_000 }) }, [runs, fine]],
  ['another one failed', { errors: error({ monitor_id: 'b' }) }, [runs, fine]],
  [
    'a setting of the cluster counts more than its default',
    {
      settings: ok({
        ...{ persistent: { 'plugins.scheduled_jobs.enabled': 'false' } },
        defaults: { 'plugins.scheduled_jobs.enabled': 'true' },
      }),
    },
    ['monitor.available warn: plugins.scheduled_jobs.enabled is false: no monitor runs', fine],
  ],
  [
    'neither may be read',
    { settings: forbidden, errors: forbidden },
    [
      'monitor.available skip: GET /_cluster/settings answered 403 action [x] is unauthorized for user [u]',
      'monitor.runs skip: GET /_plugins/_alerting/monitors/alerts answered 403 action [x] is unauthorized for user [u]',
    ],
  ],
])('%s', async (_what, given, findings) => {
  expect(await found(given)).toEqual(findings)
})

it('nothing is looked at where nobody asked for alerts', async () => {
  const stack = stackOf({ search: readerOf({}) }, opensearch)
  const plan = { stack, lifecycle: true, changes: [], indices: noIndices, missing: [] }
  expect(await lookAtMonitors({ plan, stack, samples: [], now: () => 0 })).toEqual([])
})
