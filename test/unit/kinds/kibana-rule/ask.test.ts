import { expect, it } from '@jest/globals'
import type { Caller } from '../../../../sandbox/dashboards/alerting/caller.js'
import { KibanaAlerting, type AlertingOptions } from '../../../../sandbox/dashboards/index.js'
import { askAlerting, NoConnector, type WantedAlerting } from '../../../../src/kinds/kibana-rule/ask.js'
import { ok, readerOf, stackOf, type Answer } from '../../fake-stack.js'
import { elastic, writerOf } from './alerting-writer.js'

interface Situation {
  options?: AlertingOptions
  caller?: Partial<Caller>
  wanted?: Partial<WantedAlerting>
  security?: boolean
  keys?: Answer
}

function ask({ options = {}, caller, wanted, security = true, keys = ok({ api_keys: [] }) }: Situation) {
  const { version = '7.12.1' } = options
  const alerting = new KibanaAlerting(options)
  alerting.connectors.preconfigure('mine', 'mine', '.index')
  alerting.connectors.preconfigure('pager', 'pager', '.pagerduty')
  alerting.connectors.preconfigure('b', 'twice', '.index')
  alerting.connectors.preconfigure('a', 'twice', '.server-log')
  const reader = writerOf(alerting, { ...elastic, ...caller })
  const search = readerOf(security ? { '/_security/api_key?owner=true': keys } : {})
  const stack = stackOf({ security, search, dashboards: { version, reader } })
  return askAlerting(stack, reader, { profile: 'isp', removes: false, ...wanted })
}

const off = {
  error: { type: 'feature_not_enabled_exception', reason: 'api keys are not enabled', 'disabled.feature': 'api_keys' },
  status: 400,
}

it.each<[string, Situation, string | undefined]>([
  ['nothing', {}, undefined],
  ['nothing, in 7.13 and later', { options: { version: '8.13.0' } }, undefined],
  ['nothing without security, where there are no API keys', { security: false }, undefined],
  ['nothing from 7.8 on', { options: { version: '7.8.0' } }, undefined],
  ['a version with rules', { options: { version: '7.7.1' } }, 'Kibana 7.7.1 has no rules that elkctl can write'],
  ['any right', { caller: { rules: undefined } }, 'elastic may not make rules in Kibana'],
  ['the right to write', { caller: { rules: 'read' } }, 'elastic may not make rules in Kibana'],
  ['nothing to take them away', { caller: { rules: 'read' }, wanted: { removes: true } }, undefined],
  ['the right on connectors', { caller: { actions: undefined } }, 'the user may not see connectors in Kibana'],
  ['an encryption key', { options: { encryptionKey: false } }, 'Kibana has no key with which it encrypts rules'],
  [
    'one in 8',
    { options: { version: '8.5.0', encryptionKey: false } },
    'Kibana has no key with which it encrypts rules',
  ],
  [
    'API keys',
    { keys: { status: 400, body: off } },
    'Elasticsearch makes no API keys, with which Kibana runs rules (api keys are not enabled)',
  ],
  [
    'a user name and a password',
    { wanted: { byKey: true } },
    'Kibana 7.12.1 cannot create rules for a user who signs in with an API key',
  ],
  [
    'a user name and a password, up to 8.7',
    { wanted: { byKey: true }, options: { version: '8.7.1' } },
    'Kibana 8.7.1 cannot create rules for a user who signs in with an API key',
  ],
  ['nothing from 8.8 on, which takes API keys', { wanted: { byKey: true }, options: { version: '8.8.0' } }, undefined],
  ['nothing to take rules away with an API key', { wanted: { byKey: true, removes: true } }, undefined],
  ['nothing for an API key that nobody asks for', { wanted: { byKey: true }, security: false }, undefined],
  ['a licence', { wanted: { connector: 'pager' } }, 'the connector pager (.pagerduty) needs the licence gold'],
])('%s is lacking', async (_what, situation, lack) => {
  const asked = await ask(situation)
  expect(asked.lack?.what).toBe(lack)
})

it.each([
  [
    '7.9.3',
    ', or the user may not use it',
    '; grant one of the Kibana privileges APM, Uptime, Metrics, Logs or SIEM: all, in this space',
  ],
  ['7.10.2', '', ''],
])('Kibana %s without the plugin is told so', async (version, orNoRight, andRights) => {
  const reader = readerOf({ '/api/alerts/list_alert_types': { status: 404, body: { statusCode: 404 } } })
  const stack = stackOf({ dashboards: { version, reader } })
  expect((await askAlerting(stack, reader, { profile: 'isp', removes: false })).lack).toEqual({
    what: `this Kibana has no plugin for rules (/api/alerts/list_alert_types answers 404)${orNoRight}`,
    mend: `install the distribution of Elastic: the one under Apache 2.0 (OSS) has none; up to 7.x, leave out xpack.alerts.enabled and xpack.actions.enabled in kibana.yml${andRights}`,
  })
})

it.each([
  ['7.10.2', 'Built-In Alerts (builtInAlerts)'],
  ['7.11.2', 'Stack Rules (stackAlerts)'],
])('Kibana %s calls the privilege of rules %s', async (version, privilege) => {
  const { lack } = await ask({ options: { version }, caller: { rules: 'read' } })
  expect(lack?.mend).toBe(
    `grant the Kibana privileges ${privilege}: all, and Actions and Connectors (actions): all, in this space`,
  )
})

it('people are told through the connector that is named, by its type', async () => {
  expect((await ask({})).connector).toEqual({ name: 'elkctl isp', type: '.server-log' })
  expect((await ask({ wanted: { connector: 'mine' } })).connector).toEqual({ id: 'mine', name: 'mine', type: '.index' })
  // Names need not differ: the first by its id.
  expect((await ask({ wanted: { connector: 'twice' } })).connector).toMatchObject({ id: 'a', type: '.server-log' })
})

it('a name that no connector has ends the run, with those that there are', async () => {
  await expect(ask({ wanted: { connector: 'yours' } })).rejects.toBeInstanceOf(NoConnector)
})
