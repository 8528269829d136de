import { describe, expect, it } from '@jest/globals'
import {
  checks,
  fieldAt,
  kurentoPipeline,
  metricbeatLifecycle,
  templates,
  valueAt,
  type Processor,
} from './data-files.js'

const matches = (pattern: string, index: string) =>
  pattern.endsWith('*') ? index.startsWith(pattern.slice(0, -1)) : index === pattern
const templatesOf = (index: string) =>
  [...templates]
    .filter(([, body]) => body.index_patterns.some((pattern) => matches(pattern, index)))
    .map(([name]) => name)

describe('index templates', () => {
  it.each([
    ['openvidu', 'openvidu-events', undefined],
    ['openvidu-logs-2026.11.21', 'openvidu-logs', 'openvidu_cleanup_policy'],
    ['openvidu-browser-logs-2026.11.21', 'openvidu-browser-logs', 'openvidu_cleanup_policy'],
    ['server-metrics-2026-11', 'openvidu-server-metrics', 'openvidu_monthly_cleanup_policy'],
    ['session-metrics-2026-11', 'openvidu-session-metrics', 'openvidu_monthly_cleanup_policy'],
    ['loadtest-webrtc-1', 'openvidu-loadtest', 'openvidu_cleanup_policy'],
    ...'kurento nginx redis coturn openvidu-recording mediasoup media-node-controller speech-to-text'
      .split(' ')
      .map((service) => [`filebeat-${service}-2026.11.21`, 'openvidu-filebeat', 'openvidu_cleanup_policy']),
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

  it('metricbeat indices get the policy by a legacy template beside that of Beats', () => {
    expect(metricbeatLifecycle).toEqual({
      index_patterns: ['metricbeat*'],
      order: 1,
      settings: { index: { lifecycle: { name: 'openvidu_cleanup_policy' } } },
    })
  })

  it.each([...templates])('%s says what it is for and names every type it may use', (_, body) => {
    expect(body._meta.description).not.toBe('')
    expect(Object.keys(body).sort()).toEqual(['_meta', 'index_patterns', 'priority', 'template'])
    const types = [...JSON.stringify(body).matchAll(/"type":"(\w+)"/g)].map((match) => match[1])
    expect(['date', 'text', 'keyword', 'long', 'double', 'boolean', 'object']).toEqual(expect.arrayContaining(types))
  })
})

describe('kurento-pipeline', () => {
  it('uses only processors that every engine has since Elasticsearch 7.3, and no script', () => {
    const typesIn = (list: Record<string, Processor>[]): string[] =>
      list.flatMap((entry) =>
        Object.entries(entry).flatMap(([type, body]) => {
          expect(body).not.toHaveProperty('if')
          return [type, ...typesIn(body.on_failure ?? [])]
        }),
      )
    const used = new Set(typesIn([...kurentoPipeline.processors, ...kurentoPipeline.on_failure]))
    expect([...used].sort()).toEqual(['append', 'date', 'grok', 'rename', 'set', 'uppercase'])
  })
})

describe('checks', () => {
  it.each([...checks])('%s writes where its template applies, to fields that it maps', (name, check) => {
    expect(check.index).toBe(name === 'openvidu' ? 'openvidu' : `${name}-elkctl-check`)
    expect(check.keepIndex).toBe(name === 'openvidu' ? true : undefined)
    const [template] = templatesOf(check.index)
    expect(template === undefined).toBe(name === 'metricbeat')
    if (template === undefined) return
    for (const [path, type] of Object.entries(check.types)) {
      expect([path, fieldAt(templates.get(template)?.template.mappings ?? { properties: {} }, path)?.type]).toEqual([
        path,
        type,
      ])
    }
  })

  it('cover every family', () => {
    const covered = new Set([...checks.values()].flatMap((check) => templatesOf(check.index)))
    expect([...covered].sort()).toEqual([...templates.keys()].sort())
  })
})
