import { expect, it } from '@jest/globals'
import { runOf } from '../../../sandbox/dashboards/alerting/run-rule.js'
import { isFrom } from '../../../src/kinds/kibana-rule/api.js'
import { kibanaRule } from '../../../src/kinds/kibana-rule/kibana-rule.js'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import type { JsonObject } from '../../../src/json.js'
import type { Profile } from '../../../src/profiles/profile.js'
import { stackOf } from '../../unit/fake-stack.js'
import { casesOf, variablesFor, type AlertStack, type Case } from './situation.js'

/** With which a rule says different things. */
const versions = ['7.12.1', '7.17.29', '8.5.0', '8.13.0']

/** The rules of an alert in a version of Kibana: severity → what is sent. */
function rulesOf(profile: Profile, { alert }: Case, version: string): Map<string, JsonObject> {
  const definitions = loadDefinitions({
    ...{ profile: profile.name, dialect: 'elasticsearch', variants: [], rename: {}, alerts: true },
    ...{ variables: variablesFor(profile), only: [kibanaRule.name] },
  })
  const reader = { url: '', get: () => Promise.reject(new Error('nothing is asked')) }
  const stack = stackOf({
    dashboards: { version, reader, alerting: { connector: { name: 'log', type: '.server-log' } } },
  })
  const adapt = kibanaRule.api.elasticsearch?.adapt
  const sent = definitions.flatMap(({ name, body }): [string, JsonObject][] => {
    const [, ofAlert, severity = ''] = name.split('/')
    const rule = ofAlert === alert.name ? adapt?.(body, { stack, lifecycle: true }, name) : undefined
    return typeof rule === 'object' ? [[severity, rule]] : []
  })
  return new Map(sent)
}

/** Which of the rules fire at a moment: what each asks is taken out of what is sent, and asked of the engine. */
async function firingAt(moment: number, rules: Map<string, JsonObject>, version: string, { admin }: AlertStack) {
  const firing: Record<string, string[]> = {}
  for (const [severity, { rule_type_id: type, params }] of rules) {
    const run = runOf(String(type), params as JsonObject, moment, !isFrom(version, '7.13'))
    const path = `/${encodeURIComponent(run.index)}/_search?ignore_unavailable=true`
    const { status, body } = await admin('POST', path, run.search)
    expect(status).toBe(200)
    firing[severity] = run.firing(body as JsonObject)
  }
  return firing
}

/** Every alert that a version of Kibana can say, as the rule that elkctl sends: quiet, fires, quiet again. */
export function describeKibanaRules(profile: Profile, at: () => AlertStack): void {
  const all = casesOf(profile).flatMap((one) =>
    versions.map((version) => ({ version, alert: one.alert.name, one, rules: rulesOf(profile, one, version) })),
  )
  it.each(all.filter(({ rules }) => rules.size > 0))(
    'as rule of Kibana $version: $alert fires, and clears',
    async ({ version, one, rules }) => {
      const { wrong, alert, at: moments } = one
      const states = wrong.fires.map(({ state }) => state)
      const both = alert.warn !== undefined && alert.critical !== undefined
      const loud = (severity: string) => !both || severity === 'warning' || states.includes('critical')
      const quiet = Object.fromEntries([...rules.keys()].map((severity) => [severity, []]))
      expect(await firingAt(moments.quiet, rules, version, at())).toEqual(quiet)
      const fired = await firingAt(moments.wrong, rules, version, at())
      expect(Object.fromEntries(Object.entries(fired).map(([severity, groups]) => [severity, groups.length]))).toEqual(
        Object.fromEntries([...rules.keys()].map((severity) => [severity, loud(severity) ? 1 : 0])),
      )
      expect(await firingAt(moments.right, rules, version, at())).toEqual(quiet)
    },
  )
}
