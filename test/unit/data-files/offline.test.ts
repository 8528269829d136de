import { describe, expect, it } from '@jest/globals'
import { patternsOverlap } from '../../../src/patterns.js'
import {
  checks,
  fieldAt,
  legacyTemplates,
  pipelines,
  templates,
  valueAt,
  type Processor,
} from '../../engine/content/data-files.js'
import { metricbeatFields } from '../../engine/content/mapped-fields.js'

const matches = (pattern: string, index: string) =>
  pattern.endsWith('*') ? index.startsWith(pattern.slice(0, -1)) : index === pattern
const templatesOf = (index: string) =>
  [...templates]
    .filter(([, body]) => body.index_patterns.some((pattern) => matches(pattern, index)))
    .map(([name]) => name)

describe('index templates', () => {
  it.each([
    ['openvidu', 'openvidu-events', undefined],
    ['openvidu-logs-2026.11.21', 'openvidu-logs', 'openvidu_daily_cleanup_policy'],
    ['openvidu-browser-logs-2026.11.21', 'openvidu-browser-logs', 'openvidu_daily_cleanup_policy'],
    ['server-metrics-2026-11', 'openvidu-server-metrics', 'openvidu_monthly_cleanup_policy'],
    ['session-metrics-2026-11', 'openvidu-session-metrics', 'openvidu_monthly_cleanup_policy'],
    ['loadtest-webrtc-1', 'openvidu-loadtest', 'openvidu_daily_cleanup_policy'],
    ['filebeat-nginx-2026.11.21', 'openvidu-filebeat-nginx', 'openvidu_daily_cleanup_policy'],
    ['filebeat-kurento-2026.11.21', 'openvidu-filebeat-kurento', 'openvidu_daily_cleanup_policy'],
    ...'redis coturn openvidu-recording mediasoup media-node-controller speech-to-text'
      .split(' ')
      .map((service) => [`filebeat-${service}-2026.11.21`, 'openvidu-filebeat', 'openvidu_daily_cleanup_policy']),
  ])('%s has the template %s and the policy %s', (index, name, policy) => {
    expect(templatesOf(String(index))).toEqual([name])
    expect(valueAt(templates.get(String(name))?.template.settings, 'index.lifecycle.name')).toBe(policy)
  })

  it.each(['filebeat-7.8.0-2026.11.21', 'metricbeat-7.8.0-2026.11.21', 'openvidu-2', 'other'])(
    '%s has none',
    (index) => {
      expect(templatesOf(index)).toEqual([])
    },
  )

  it.each([
    ['metricbeat', ['metricbeat*']],
    ['filebeat', ['filebeat-7*', 'filebeat-8*', 'filebeat-9*']],
  ])('indices of %s get the policy by a legacy template beside that of Beats', (beat, patterns) => {
    expect(legacyTemplates.get(`openvidu-${beat}-lifecycle`)).toEqual({
      index_patterns: patterns,
      order: 1,
      settings: { index: { lifecycle: { name: 'openvidu_daily_cleanup_policy' } } },
    })
  })

  // Elasticsearch 8 and 9 refuse a legacy template that does (400, seen on 9.5.3): it would have no effect there.
  it.each([...legacyTemplates.keys()])('the legacy template %s meets no composable one', (name) => {
    const { index_patterns: patterns = [] } = legacyTemplates.get(name) ?? {}
    expect(patterns.length).toBeGreaterThan(0)
    const met = [...templates].filter(([, composable]) => patternsOverlap(composable.index_patterns, patterns))
    expect(met.map(([other]) => other)).toEqual([])
  })

  it.each(['metricbeat', 'filebeat'])("%s's own template, which has order 1, wins over ours", (beat) => {
    expect(legacyTemplates.get(`openvidu-${beat}-fields`)?.order).toBe(0)
  })

  it('Kurento lines pass through our pipeline last, whatever Filebeat and OpenVidu put before it', () => {
    const { settings } = templates.get('openvidu-filebeat-kurento')?.template ?? {}
    expect(valueAt(settings, 'index.final_pipeline')).toBe('openvidu-kurento-pipeline')
    const others = [...templates.values()].filter(({ template }) => 'final_pipeline' in template.settings.index)
    expect(others).toHaveLength(1)
  })

  it.each([
    ['filebeat-nginx-2026.11.21', 'openvidu-nginx-pipeline'],
    ['openvidu-logs-2026.11.21', 'openvidu-logs-pipeline'],
    ['openvidu-browser-logs-2026.11.21', 'openvidu-browser-pipeline'],
    // Filebeat names kurento-pipeline itself.
    ['filebeat-kurento-2026.11.21', undefined],
    ['filebeat-redis-2026.11.21', undefined],
    ['openvidu', undefined],
  ])('%s passes through %s', (index, name) => {
    const [template] = templatesOf(index)
    expect(valueAt(templates.get(template ?? '')?.template.settings, 'index.default_pipeline')).toBe(name)
    if (name === undefined) return
    expect([...pipelines.keys()]).toContain(name)
    expect(pipelines.get(name)?.description).toContain(template)
  })

  it.each([...templates])('%s says what it is for and names every type it may use', (_, body) => {
    expect(body._meta.description).not.toBe('')
    expect(Object.keys(body).sort()).toEqual(['_meta', 'index_patterns', 'priority', 'template'])
    const types = [...JSON.stringify(body).matchAll(/"type":"(\w+)"/g)].map((match) => match[1])
    expect(['date', 'text', 'keyword', 'long', 'double', 'boolean', 'object', 'ip']).toEqual(
      expect.arrayContaining(types),
    )
  })
})

describe.each([...pipelines])('%s', (_, pipeline) => {
  const entriesIn = (list: Record<string, Processor>[]): [string, Processor][] =>
    list.flatMap((entry) =>
      Object.entries(entry).flatMap(([type, body]): [string, Processor][] => [
        [type, body],
        ...entriesIn(body.on_failure ?? []),
      ]),
    )
  const entries = entriesIn([...pipeline.processors, ...pipeline.on_failure])

  it('uses only processors that every engine has since Elasticsearch 7.3, and no script', () => {
    const known = 'append convert date grok gsub join json pipeline remove rename set split uppercase'.split(' ')
    expect(known).toEqual(expect.arrayContaining(entries.map(([type]) => type)))
    for (const [, body] of entries) expect(body).not.toHaveProperty('if')
  })

  it('drops nothing, and marks what it could not read', () => {
    expect(pipeline.description).toMatch(/No (line|document) is dropped/)
    expect(pipeline.on_failure.map((entry) => Object.keys(entry))).toEqual([['append'], ['set']])
  })

  it('fills only fields that its template maps', () => {
    // It hands on to another one.
    if (entries.some(([type]) => type === 'pipeline')) return
    const [found] = [...templates.values()].filter(({ template }) =>
      pipeline.description.startsWith('Kurento')
        ? fieldAt(template.mappings, 'kurento') !== undefined
        : pipelines.get(String(template.settings.index['default_pipeline'])) === pipeline,
    )
    const text = JSON.stringify(pipeline)
    const filled = [...text.matchAll(/%\{\w+:([\w.@]+?)(?::\w+)?\}/g), ...text.matchAll(/"target_field":"([^"]+)"/g)]
    // What is in `sent` is kept, and not indexed.
    const temporary = ['argument', 'given', 'sent.event', 'sent.log']
    const names = new Set(filled.map((match) => match[1] ?? '').filter((name) => !temporary.includes(name)))
    expect(names.size).toBeGreaterThan(3)
    const unmapped = [...names].filter(
      (name) => fieldAt(found?.template.mappings ?? { properties: {} }, name)?.type === undefined,
    )
    expect(unmapped).toEqual([])
  })
})

describe('checks', () => {
  it.each([...checks])('%s writes where its template applies, to fields that it maps', (name, check) => {
    expect(check.index).toBe(name === 'openvidu' ? 'openvidu' : `${name}-elkctl-check`)
    expect(check.keepIndex).toBe(name === 'openvidu' ? true : undefined)
    const [template] = templatesOf(check.index)
    const mappings =
      template === undefined
        ? legacyTemplates.get(`openvidu-${name}-fields`)?.mappings
        : templates.get(template)?.template.mappings
    for (const [path, type] of Object.entries(check.types)) {
      expect([path, fieldAt(mappings ?? { properties: {} }, path)?.type]).toEqual([path, type])
    }
  })

  it('of Metricbeat expect every field that the dashboards ask for with the type that Beats gives it', () => {
    expect(checks.get('metricbeat')?.types).toEqual(metricbeatFields)
  })

  it('cover every family', () => {
    const covered = new Set([...checks.values()].flatMap((check) => templatesOf(check.index)))
    expect([...covered].sort()).toEqual([...templates.keys()].sort())
  })
})
