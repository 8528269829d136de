import { describe, expect, it } from '@jest/globals'
import {
  checks,
  fieldAt,
  legacyTemplates,
  pipelines,
  templates,
  valueAt,
  type Mappings,
  type Processor,
} from './data-files.js'
import { dashboards, fieldsOf, indexPatterns, visualizations } from './saved-objects.js'

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
    ['filebeat-nginx-2026.11.21', 'openvidu-filebeat-nginx', 'openvidu_cleanup_policy'],
    ...'kurento redis coturn openvidu-recording mediasoup media-node-controller speech-to-text'
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

  it.each(['metricbeat', 'filebeat'])(
    'indices of %s get the policy by a legacy template beside that of Beats',
    (beat) => {
      expect(legacyTemplates.get(`openvidu-${beat}-lifecycle`)).toEqual({
        index_patterns: [`${beat}*`],
        order: 1,
        settings: { index: { lifecycle: { name: 'openvidu_cleanup_policy' } } },
      })
    },
  )

  it("Metricbeat's own template, which has order 1, wins over ours", () => {
    expect(legacyTemplates.get('openvidu-metricbeat-fields')?.order).toBe(0)
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
    const known = ['append', 'convert', 'date', 'grok', 'gsub', 'json', 'remove', 'rename', 'set', 'split', 'uppercase']
    expect(known).toEqual(expect.arrayContaining(entries.map(([type]) => type)))
    for (const [, body] of entries) expect(body).not.toHaveProperty('if')
  })

  it('drops nothing, and marks what it could not read', () => {
    expect(pipeline.description).toMatch(/No (line|document) is dropped/)
    expect(pipeline.on_failure.map((entry) => Object.keys(entry))).toEqual([['append'], ['set']])
  })

  it('fills only fields that its template maps', () => {
    const [found] = [...templates.values()].filter(({ template }) =>
      pipeline.description.startsWith('Kurento')
        ? fieldAt(template.mappings, 'kurento') !== undefined
        : pipelines.get(String(template.settings.index['default_pipeline'])) === pipeline,
    )
    const text = JSON.stringify(pipeline)
    const filled = [...text.matchAll(/%\{\w+:([\w.@]+?)(?::\w+)?\}/g), ...text.matchAll(/"target_field":"([^"]+)"/g)]
    const temporary = ['argument', 'given']
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

  it('cover every family', () => {
    const covered = new Set([...checks.values()].flatMap((check) => templatesOf(check.index)))
    expect([...covered].sort()).toEqual([...templates.keys()].sort())
  })
})

describe('saved objects', () => {
  const objects: Record<string, ReadonlyMap<string, unknown>> = {
    'index-pattern': indexPatterns,
    visualization: visualizations,
    dashboard: dashboards,
  }
  const mappings: Mappings = templates.get('openvidu-events')?.template.mappings ?? { properties: {} }

  it('refer only to what is there', () => {
    for (const { references } of [...visualizations.values(), ...dashboards.values(), ...indexPatterns.values()]) {
      for (const { type, id } of references) expect([...(objects[type]?.keys() ?? [])]).toContain(id)
    }
  })

  it.each([...indexPatterns])(
    'index pattern %s has a time field and lets Kibana read the fields',
    (_, { attributes }) => {
      expect(attributes.fields).toBe('[]')
      expect(['timestamp', '@timestamp']).toContain(attributes.timeFieldName)
      const mapped = [...templates.values()].filter((body) => body.index_patterns.includes(attributes.title))
      for (const body of mapped) expect(fieldAt(body.template.mappings, attributes.timeFieldName)?.type).toBe('date')
      for (const field of Object.keys(attributes.fieldFormatMap ?? {})) expect(fieldAt(mappings, field)).toBeDefined()
    },
  )

  it.each([...visualizations])('visualization %s is of an old enough form and uses only mapped fields', (_, object) => {
    const { attributes, references } = object
    const { visState, kibanaSavedObjectMeta } = attributes
    expect(['table', 'pie', 'metric', 'histogram', 'input_control_vis']).toContain(visState.type)
    expect(visState.title).toBe(attributes.title)
    const names = [
      ...(visState.params.controls ?? []).map((control) => control.indexPatternRefName),
      ...(kibanaSavedObjectMeta.searchSourceJSON.indexRefName === undefined
        ? []
        : [kibanaSavedObjectMeta.searchSourceJSON.indexRefName]),
    ]
    expect(references.map((reference) => reference.name)).toEqual(names)
    expect(names).toHaveLength(1)
    const fields = fieldsOf(object)
    expect(fields.length).toBeGreaterThan(0)
    for (const field of fields) {
      expect([field, fieldAt(mappings, field)?.type]).not.toEqual([field, undefined])
      if (field.endsWith('.keyword')) expect(fieldAt(mappings, field)?.type).toBe('keyword')
    }
  })

  it.each([...dashboards])(
    'dashboard %s: its panels have their references, fit the grid and do not overlap',
    (_, object) => {
      const { attributes, references } = object
      const panels = attributes.panelsJSON
      expect(attributes.timeRestore).toBe(true)
      expect(references.map((reference) => reference.name)).toEqual(panels.map((panel) => panel.panelRefName))
      expect(references.map((reference) => reference.name)).toEqual(panels.map((__, number) => `panel_${number}`))
      expect(new Set(panels.map((panel) => panel.panelIndex)).size).toBe(panels.length)
      const taken = new Set<string>()
      for (const { gridData, panelIndex, version } of panels) {
        const { x, y, w, h, i } = gridData
        expect([i, version]).toEqual([panelIndex, '7.3.0'])
        expect(x + w).toBeLessThanOrEqual(48)
        for (let column = x; column < x + w; column += 1) {
          for (let row = y; row < y + h; row += 1) {
            expect(taken.has(`${column},${row}`)).toBe(false)
            taken.add(`${column},${row}`)
          }
        }
      }
      const rows = Math.max(...panels.map(({ gridData }) => gridData.y + gridData.h))
      expect(taken.size).toBe(48 * rows)
    },
  )
})
