import { beforeEach, describe, expect, it } from '@jest/globals'
import { KibanaAlerting, type AlertingOptions } from '../../sandbox/dashboards/index.js'
import type { RequestToAnswer } from '../../sandbox/proxy.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { byAction, report } from '../support/json-report.js'
import { html, onTestbed } from '../support/testbed.js'

const bed = onTestbed()
const administrator = { username: 'elastic', rules: 'all', actions: 'all' } as const

let alerting: KibanaAlerting
const has = (options: AlertingOptions) => {
  alerting = new KibanaAlerting(options)
  bed.stack.dashboards?.double.setAlerting?.(alerting)
}

/** What Elasticsearch 7.10.2 answers: no index is there yet, and API keys are made unless a test says otherwise. */
let apiKeys: { status: number; body: object }
const answers = ({ path }: RequestToAnswer) => {
  if (path.startsWith('/_security/api_key')) return { ...apiKeys, headers: json }
  if (path.includes('/_field_caps?fields=') && path.includes('ignore_unavailable'))
    return { status: 200, headers: json, body: { indices: [], fields: {} } }
  return undefined
}
const json = { 'content-type': 'application/json' }

beforeEach(() => {
  apiKeys = { status: 200, body: { api_keys: [] } }
  bed.onSearch = answers
  has({})
})

function runner(at = bed.installation()) {
  const env = { ELKCTL_ADMIN_USERNAME: bed.admin.username, ELKCTL_ADMIN_PASSWORD: bed.admin.password }
  return (command: string, ...more: string[]) => report([command, ...more, '--env-file', at.envFile], { env })
}

const init = ['--yes', '--write-env']
const rules = () => alerting.rules.list(administrator)
const titled = (title: string) => {
  const found = rules().find(({ name }) => name === title)
  if (found === undefined) throw new Error(`there is no rule ${title}`)
  return found
}
const alertsIn = (names: string[] | undefined) => (names ?? []).filter((name) => name.startsWith('kibana '))
const alertWrites = () => bed.writes().filter((line) => /\/api\/(alerts|actions)/.test(line))

describe('rules of Kibana 7.12', () => {
  it('are made when they are asked for, and a second run writes nothing', async () => {
    const run = runner()
    const without = await run('plan')
    expect(without.plan.filter(({ kind }) => kind.startsWith('kibana '))).toEqual([])
    const made = await run('init', '--alerts', ...init)
    expect(made.code).toBe(0)
    expect(alertsIn(byAction(made)['create'])).toEqual([
      'kibana connector elkctl openvidu',
      'kibana rule openvidu/error-logs/warning',
      'kibana rule openvidu/error-logs/critical',
      'kibana rule openvidu/no-events/info',
      'kibana rule openvidu/no-metrics/critical',
      'kibana rule openvidu/node-disk/warning',
      'kibana rule openvidu/node-disk/critical',
      'kibana rule openvidu/recording-failed/warning',
      'kibana rule openvidu/recording-failed/critical',
    ])
    expect(made.notes.join('\n')).toContain(
      'Kibana runs the rules that are written with the rights of elastic, as they are now',
    )
    expect(made.notes.join('\n')).toContain(
      'there is no index openvidu yet: until there is one, openvidu/no-events/info, openvidu/recording-failed/warning, openvidu/recording-failed/critical see no documents, and Kibana need not say so',
    )
    const silent = titled('OpenVidu Server sends no metrics')
    expect(silent).toMatchObject({
      alertTypeId: '.index-threshold',
      params: { aggType: 'count', groupBy: 'all', thresholdComparator: '<', threshold: [1] },
    })
    const skipped = made.plan.filter(({ kind, action }) => kind === 'kibana rule' && action === 'skipped')
    expect(skipped.find(({ name }) => name === 'openvidu/node-cpu/warning')?.reason).toBe(
      'the average of a field with a query needs Kibana 8.7; elkctl alerts check runs it',
    )

    const writes = bed.writes()
    const again = await run('init', '--alerts', ...init)
    expect(again.code).toBe(0)
    expect(bed.writes()).toEqual(writes)
    const verified = await run('verify', '--alerts')
    expect(verified.code).toBe(0)
  })

  it('that a person edited stay as they are, and an update puts back what was ours', async () => {
    const run = runner()
    await run('init', '--alerts', ...init)
    const title = 'OpenVidu Server sends no metrics'
    alerting.rules.edit(String(titled(title)['id']), { enabled: false, schedule: { interval: '10m' } })
    const plan = await run('plan', '--alerts')
    expect(byAction(plan)['kept']).toEqual(['kibana rule openvidu/no-metrics/critical'])
    expect((await run('plan')).plan.filter(({ kind }) => kind.startsWith('kibana '))).toEqual([])
    const replaced = await run('init', '--alerts', '--overwrite', ...init)
    expect(replaced.code).toBe(0)
    expect(titled(title)).toMatchObject({ enabled: true, schedule: { interval: '1m' }, apiKeyOwner: 'elastic' })
  })

  it('of others that have one of our ids are left alone, taken over with --adopt, and not taken away', async () => {
    const run = runner()
    await run('init', '--alerts', ...init)
    const title = 'OpenVidu Server sends no metrics'
    const id = String(titled(title)['id'])
    alerting.rules.edit(id, { name: 'Theirs', tags: ['theirs'], schedule: { interval: '10m' } })
    const writes = alertWrites()
    const left = await run('init', '--alerts', ...init)
    expect({ code: left.code, warnings: left.notes.filter((note) => note.includes('left alone')) }).toEqual({
      code: 0,
      warnings: [
        'the kibana rule openvidu/no-metrics/critical is left alone: it exists, elkctl did not write it, and it watches something else. Save it there as a new rule, without the tag elkctl-alert:…, and delete this one, or take it over with --adopt',
      ],
    })
    expect([alertWrites(), titled('Theirs')['id']]).toEqual([writes, id])
    expect((await run('destroy', '--yes', 'openvidu')).code).toBe(0)
    expect(rules().map(({ name }) => name)).toEqual(['Theirs'])
    expect((await run('init', '--alerts', '--adopt', ...init)).code).toBe(0)
    expect(titled(title)).toMatchObject({ id, schedule: { interval: '1m' } })
  })

  it('that a person muted are no edit', async () => {
    const run = runner()
    await run('init', '--alerts', ...init)
    await alerting.rules.act(String(titled('OpenVidu Server sends no metrics')['id']), '_mute_all', administrator)
    expect(byAction(await run('plan', '--alerts'))['kept']).toBeUndefined()
  })

  it('tell people through a connector that is there, and a name that is not there is an error', async () => {
    const run = runner()
    alerting.connectors.create({ name: 'events', actionTypeId: '.index', config: { index: 'alerts' } }, administrator)
    const wrong = await run('init', '--alerts', '--connector', 'event', ...init)
    expect(wrong).toMatchObject({ code: 3 })
    expect(wrong.error?.message).toContain('--connector: Kibana has no connector "event" (did you mean "events"?)')
    const made = await run('init', '--alerts', '--connector', 'events', ...init)
    expect(made.code).toBe(0)
    expect(alerting.connectors.list(administrator, () => 0)).toHaveLength(1)
    expect(titled('OpenVidu Server sends no metrics')['actions']).toEqual([
      expect.objectContaining({ actionTypeId: '.index', group: 'threshold met' }),
      expect.objectContaining({ actionTypeId: '.index', group: 'recovered' }),
    ])
  })

  it('go with destroy, also where nobody asks for alerts; a connector that another rule uses stays', async () => {
    const run = runner()
    await run('init', '--alerts', ...init)
    const [connector] = alerting.connectors.list(administrator, () => 0) as { id: string }[]
    const { name: _name, ...own } = {
      name: '',
      alertTypeId: '.index-threshold',
      consumer: 'alerts',
      params: titled('OpenVidu Server sends no metrics')['params'] ?? null,
      schedule: { interval: '1m' },
      actions: [{ group: 'threshold met', id: connector?.id ?? '', params: { message: 'x' } }],
    }
    await alerting.rules.create(undefined, { ...own, name: 'mine' }, administrator)
    const done = await run('destroy', '--yes', 'openvidu')
    expect(done.code).toBe(0)
    expect(rules().map(({ name }) => name)).toEqual(['mine'])
    expect(done.plan.find(({ kind }) => kind === 'kibana connector')).toMatchObject({
      action: 'skipped',
      reason: 'kept: kibana rule mine needs it',
    })
  })

  it('that Kibana refuses hold up nothing else: the application has its account', async () => {
    const at = bed.installation()
    bed.onKibana = ({ method, path }) =>
      method === 'POST' && path.includes('/api/alerts/alert/')
        ? { status: 500, headers: json, body: { statusCode: 500, message: 'An internal server error occurred.' } }
        : undefined
    const done = await runner(at)('init', '--alerts', ...init)
    expect(done.code).toBe(8)
    expect(done.handedOver?.file).toBe(at.envFile)
    const failed = done.outcomes.filter(({ status }) => status !== 'applied')
    expect([...new Set(failed.map(({ kind }) => kind))]).toEqual(['kibana rule'])
  })

  it('whose first run fails are told by init, which is no failure of it', async () => {
    has({ firstRun: { status: 'error', error: { reason: 'execute', message: '[security_exception] unauthorized' } } })
    const made = await runner()('init', '--alerts', ...init)
    expect(made.code).toBe(0)
    expect(made.notes).toContain(
      'the first run of the kibana rule openvidu/no-metrics/critical failed: execute: [security_exception] unauthorized. Look at its index, and whether the user who last saved the rule may read it. To give the rule your own rights, save it in Kibana without a change',
    )
  })

  it('whose last run failed are told by verify', async () => {
    const run = runner()
    await run('init', '--alerts', ...init)
    const error = { reason: 'execute', message: '[security_exception] unauthorized for API key id [x]' }
    alerting.rules.edit(String(titled('OpenVidu Server sends no metrics')['id']), {
      executionStatus: { status: 'error', lastExecutionDate: '2026-11-26T14:54:25.635Z', error },
    })
    const verified = await run('verify', '--alerts')
    expect(verified.code).toBe(1)
    expect(verified.verdict).toContain(
      'kibana rule openvidu/no-metrics/critical: execute: [security_exception] unauthorized for API key id [x]',
    )
  })
})

it('a rule is not made for who signs in with an API key, up to Kibana 8.7: one warning says so, and the rest of init is done', async () => {
  const key = `ApiKey ${Buffer.from('id:key').toString('base64')}`
  const basic = `Basic ${Buffer.from(`${bed.admin.username}:${bed.admin.password}`).toString('base64')}`
  // The engine in memory makes no keys: it sees the user whose key it is.
  const asItsUser = (server: 'search' | 'kibana', request: RequestToAnswer) =>
    request.headers.authorization === key
      ? bed.passOn(server, { ...request, headers: { ...request.headers, authorization: basic } })
      : undefined
  bed.onSearch = (request) => answers(request) ?? asItsUser('search', request)
  bed.onKibana = (request) => asItsUser('kibana', request)
  const at = bed.installation()
  const env = { ELKCTL_API_KEY: 'id:key' }
  const made = await report(['init', '--alerts', ...init, '--env-file', at.envFile], { env })
  expect({
    code: made.code,
    error: made.error,
    missing: made.missing.filter(({ part }) => part.startsWith('alerts')),
  }).toEqual({
    code: 0,
    error: undefined,
    missing: [
      {
        part: 'alerts in Kibana',
        meaning:
          'Kibana 7.12.1 cannot create rules for a user who signs in with an API key: sign in with a user name and a password (--admin-username NAME); Kibana 8.8 and later takes API keys',
      },
    ],
  })
  expect(alertWrites()).toEqual([])
  expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
})

describe('what alerts need and is not there is told once, and the rest of init is done', () => {
  const lacks: { about: string; before: () => void; says: string }[] = [
    {
      about: 'the plugin',
      before: () => bed.stack.dashboards?.double.setAlerting?.(undefined),
      says: 'this Kibana has no plugin for rules (/api/alerts/list_alert_types answers 404): install',
    },
    {
      about: 'the encryption key',
      before: () => {
        has({ encryptionKey: false })
      },
      says: 'set xpack.encryptedSavedObjects.encryptionKey: "32 or more characters" in kibana.yml',
    },
    {
      about: 'API keys of Elasticsearch',
      before: () => {
        has({ apiKeys: false })
        apiKeys = {
          status: 400,
          body: { error: { type: 'feature_not_enabled_exception', reason: 'api keys are not enabled' }, status: 400 },
        }
      },
      says: 'Elasticsearch makes no API keys, with which Kibana runs rules (api keys are not enabled): set xpack.security.authc.api_key.enabled: true in elasticsearch.yml',
    },
    {
      about: 'a right',
      before: () => {
        bed.onKibana = ({ path }) =>
          path.endsWith('/list_alert_types') ? { status: 200, headers: json, body: [] } : undefined
      },
      says: 'elastic may not make rules in Kibana: grant the Kibana privileges',
    },
    {
      about: 'a page in between',
      before: () => {
        bed.onKibana = ({ path }) => (path.endsWith('/list_alert_types') ? html : undefined)
      },
      says: 'does not answer as Kibana does',
    },
  ]

  it('also in quiet mode, on standard error', async () => {
    bed.stack.dashboards?.double.setAlerting?.(undefined)
    const at = bed.installation()
    const { code, stdout, stderr } = await runElkctl(
      ['init', '--alerts', '--quiet', ...init, '--env-file', at.envFile],
      { env: { ELKCTL_ADMIN_USERNAME: bed.admin.username, ELKCTL_ADMIN_PASSWORD: bed.admin.password } },
    )
    expect({ code, stdout: stdout.split('\n')[0], stderr }).toEqual({
      code: 0,
      stdout: expect.stringContaining('Done: ') as unknown,
      stderr: expect.stringContaining(
        'Warning: no alerts in Kibana: this Kibana has no plugin for rules (/api/alerts/list_alert_types answers 404)',
      ) as unknown,
    })
  })

  it.each(lacks)('$about', async ({ before, says }) => {
    before()
    const done = await runner()('init', '--alerts', ...init)
    expect(done.code).toBe(0)
    expect(done.missing.filter(({ part }) => part === 'alerts in Kibana')).toHaveLength(1)
    expect(done.missing.find(({ part }) => part === 'alerts in Kibana')?.meaning).toContain(says)
    expect(alertWrites()).toEqual([])
    expect(done.outcomes.every(({ status }) => status === 'applied')).toBe(true)
  })
})
