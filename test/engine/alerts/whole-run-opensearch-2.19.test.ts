import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import type { Answer, AnswerFunction } from '../../../sandbox/proxy.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import type { JsonObject } from '../../../src/json.js'
import { conditionMark } from '../../../src/kinds/monitor/condition-mark.js'
import { report } from '../../support/json-report.js'
import { patience } from '../../support/testbed.js'

let stack: LocalStack
let installation: Installation
let interfere: AnswerFunction

beforeAll(async () => {
  stack = await startStack({
    engine: 'opensearch-2.19',
    dashboards: false,
    alerting: { channels: ['chat'] },
    answer: (request) => interfere(request),
  })
  const { username, password } = stack.engine
  installation = makeInstallation({ searchUrl: stack.search.url, username, password })
}, patience)
beforeEach(() => {
  interfere = () => undefined
  stack.clear()
})
afterAll(async () => {
  installation.remove()
  await stack.stop()
})

const run = (command: string, ...more: string[]) =>
  report(
    [
      ...[command, '--env-file', installation.envFile, '--no-dashboards', '--admin-username', stack.engine.username],
      ...more,
    ],
    { env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password } },
  )
const init = (...more: string[]) => run('init', '--yes', '--write-env', ...more)

type Report = Awaited<ReturnType<typeof init>>
const monitorsIn = ({ plan }: Report) =>
  plan
    .filter(({ kind }) => kind === 'monitor')
    .map(({ action, origin }) => `${action}${origin === undefined ? '' : ` ${origin}`}`)
const eight = (what: string) => Array<string>(8).fill(what)
const alertingWrites = () => stack.writes().filter((request) => request.includes('_alerting'))
const monitors = () => [...(stack.alerting?.monitors.values() ?? [])].map(({ monitor }) => monitor)

const refusing =
  (answer: Answer): AnswerFunction =>
  ({ path }) =>
    path.startsWith('/_plugins/_alerting') ? answer : undefined

describe('alerts on OpenSearch 2.19 (its alerting: a double, held to the plugin’s own parser)', () => {
  it(
    'are not made unless they are asked for',
    async () => {
      const made = await init()
      expect({
        code: made.code,
        monitors: monitorsIn(made),
        asked: stack.requests().filter((one) => one.includes('_alerting')),
      }).toEqual({ code: 0, monitors: [], asked: [] })
    },
    patience,
  )

  it.each([
    [
      'no plugin',
      {
        status: 400,
        body: { error: 'no handler found for uri [/_plugins/_alerting/monitors/_search] and method [GET]' },
      },
      'this OpenSearch has no plugin for alerting (/_plugins/_alerting/monitors/_search answers 400); install the plugin opensearch-alerting on each node, as the full distribution has it; or run elkctl alerts check from cron',
    ],
    [
      'no right',
      {
        status: 403,
        body: {
          error: {
            type: 'security_exception',
            reason: 'no permissions for [cluster:admin/opendistro/alerting/monitor/search] and User [name=admin]',
          },
          status: 403,
        },
      },
      'admin may not read monitors (403 no permissions for [cluster:admin/opendistro/alerting/monitor/search] and User [name=admin]); grant the rights of the role alerting_full_access: cluster:admin/opendistro/alerting/* and cluster:admin/opensearch/alerting/*',
    ],
  ])(
    'with %s, are told once, and the rest is made',
    async (_what, answer, meaning) => {
      interfere = refusing(answer)
      const made = await init('--alerts')
      expect({ code: made.code, verdict: made.verdict, error: made.error }).toMatchObject({ code: 0 })
      expect(made.missing.filter(({ part }) => part.startsWith('alerts'))).toEqual([
        { part: 'alerts in OpenSearch', meaning },
      ])
      expect(monitorsIn(made)).toEqual(eight('skipped'))
      expect(made.checks.every(({ status }) => status === 'pass')).toBe(true)
    },
    patience,
  )

  it(
    'tell a channel that is not there before anything is written',
    async () => {
      const made = await init('--alerts', '--channel', 'mail')
      expect(made.code).toBe(3)
      expect(made.error?.message).toBe('--channel or ELKCTL_ALERT_CHANNEL: this OpenSearch has no channel "mail"')
      expect(stack.writes()).toEqual([])
    },
    patience,
  )

  it(
    'are monitors, which say whose rights they have and that they tell nobody yet',
    async () => {
      const made = await init('--alerts')
      expect({ code: made.code, monitors: monitorsIn(made), verdict: made.verdict }).toMatchObject({
        code: 0,
        monitors: eight('create'),
      })
      expect(made.notes).toEqual(
        expect.arrayContaining([
          'OpenSearch runs the monitors that are written with the rights of admin, as they are now',
          'without --channel a monitor notifies no one: look for its alerts in OpenSearch Dashboards, under Alerting',
        ]),
      )
      expect(monitors().map(({ name }) => name)).toContain('OpenVidu Pro: CPU of a node is busy')
    },
    patience,
  )

  it(
    'are not written a second time',
    async () => {
      const again = await init('--alerts')
      expect({ code: again.code, monitors: monitorsIn(again), writes: alertingWrites() }).toEqual({
        code: 0,
        monitors: eight('unchanged'),
        writes: [],
      })
    },
    patience,
  )

  it(
    'are looked at by verify: whether the plugin runs them, and how it stands with each',
    async () => {
      const look = async () => {
        const { code, findings = [] } = await run('verify', '--alerts', '--only', 'monitor.*')
        const told = findings.filter(({ status }) => status !== 'pass')
        return { code, looked: findings.length, told: told.map(({ id, subject, detail }) => ({ id, subject, detail })) }
      }
      expect(await look()).toEqual({ code: 0, looked: 9, told: [] })
      const error = 'no permissions for [indices:data/read/search] and User [name=admin]'
      stack.alerting?.fail('OpenVidu Pro: No events of OpenVidu', error)
      // The engine has not the plugin, and does not take its setting.
      interfere = ({ path }) =>
        path.includes('scheduled_jobs')
          ? { status: 200, body: { persistent: { 'plugins.scheduled_jobs.enabled': 'false' } } }
          : undefined
      expect(await look()).toEqual({
        code: 1,
        looked: 9,
        told: [
          {
            ...{ id: 'monitor.available', subject: null },
            detail: 'plugins.scheduled_jobs.enabled is false: no monitor runs',
          },
          { id: 'monitor.runs', subject: 'monitor OpenVidu Pro: No events of OpenVidu', detail: error },
        ],
      })
    },
    patience,
  )

  it(
    'stay as a person edited them, unless that is overwritten',
    async () => {
      const [name, seven] = ['OpenVidu Pro: CPU of a node is busy', Array<string>(7).fill('unchanged')]
      stack.alerting?.edit(name, (monitor) => ({ ...monitor, enabled: false }))
      const kept = await init('--alerts')
      expect({ code: kept.code, monitors: monitorsIn(kept).sort() }).toEqual({
        code: 0,
        monitors: ['kept edited', ...seven],
      })
      expect(alertingWrites()).toEqual([])
      const replaced = await init('--alerts', '--overwrite')
      expect(monitorsIn(replaced).sort()).toEqual([...seven, 'update edited'])
      expect(monitors().find((monitor) => monitor.name === name)).toMatchObject({ enabled: true })
    },
    patience,
  )

  it(
    'of others that have one of our names are left alone, and --adopt takes them over',
    async () => {
      const [name, seven] = ['OpenVidu Pro: CPU of a node is busy', Array<string>(7).fill('unchanged')]
      stack.alerting?.edit(name, (monitor) => {
        const theirs = { ...conditionMark.strip(monitor as unknown as JsonObject), enabled: false }
        return theirs as unknown as typeof monitor
      })
      const left = await init('--alerts')
      expect({ code: left.code, monitors: monitorsIn(left).sort(), writes: alertingWrites() }).toEqual({
        code: 0,
        monitors: ['blocked', ...seven],
        writes: [],
      })
      const adopted = await init('--alerts', '--adopt')
      expect({ code: adopted.code, monitors: monitorsIn(adopted).sort() }).toEqual({
        code: 0,
        monitors: [...seven, 'update unmarked'],
      })
      expect(monitors().find((monitor) => monitor.name === name)).toMatchObject({ enabled: true })
    },
    patience,
  )

  it(
    'get a channel by an update',
    async () => {
      const made = await init('--alerts', '--channel', 'chat')
      expect({ code: made.code, monitors: monitorsIn(made) }).toEqual({ code: 0, monitors: eight('update older') })
      expect(made.notes.filter((note) => note.includes('--channel'))).toEqual([])
      const actions = JSON.stringify(monitors()).match(/"destination_id":"chat"/g)
      // Six alerts have two thresholds.
      expect(actions?.length).toBe(14)
    },
    patience,
  )

  it(
    'are removed by destroy, also where they are not asked for; what was others’ is put back',
    async () => {
      const gone = await run('destroy', '--yes', 'openvidu')
      const left = monitors().map(({ name, enabled }) => ({ name, enabled }))
      expect({ code: gone.code, monitors: monitorsIn(gone).sort(), left }).toEqual({
        code: 0,
        monitors: [...Array<string>(7).fill('remove'), 'update backup'],
        left: [{ name: 'OpenVidu Pro: CPU of a node is busy', enabled: false }],
      })
    },
    patience,
  )
})
