import { describe, expect, it } from '@jest/globals'
import { earlierNotes } from '../../../src/report/text/earlier-indices.js'
import { planChanges } from '../../../src/engine/plan.js'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { defaultPipeline } from '../../../src/lifecycle/default-pipeline.js'
import { indexTemplate } from '../../../src/kinds/index-template/index-template.js'
import type { JsonObject } from '../../../src/json.js'
import { readerOf, stackOf } from '../fake-stack.js'
import { definition, options } from '../engine/planning.js'

const now = Date.parse('2026-11-26T16:00:00Z')
const template = (patterns: string[], mappings: JsonObject, pipeline?: string): JsonObject => ({
  index_patterns: patterns,
  priority: 200,
  template: {
    settings: { index: { number_of_shards: '1', ...(pipeline !== undefined && { default_pipeline: pipeline }) } },
    mappings,
  },
})
const json = { type: 'object', enabled: false }
const templates = {
  nginx: template(['filebeat-nginx*'], { dynamic: 'false', properties: { json } }, 'nginx-pipeline'),
  kurento: template(['filebeat-kurento*'], { dynamic: 'false', properties: { json } }),
  metrics: template(['server-metrics*'], { properties: { value: { type: 'double' } } }),
}

/** What is planned on a stack that has these indices: name → settings and mapping in the cluster state. */
async function planned(indices: Record<string, { settings?: JsonObject; mapping?: JsonObject; state?: string }>) {
  const state = Object.fromEntries(
    Object.entries(indices).map(([name, { settings = {}, mapping = {}, state: open = 'open' }]) => [
      name,
      { state: open, settings: { index: settings }, mappings: { _doc: mapping } },
    ]),
  )
  const reader = readerOf({
    [clusterStatePath]: { status: 200, body: { metadata: { indices: state } } },
    '/_index_template': { status: 200, body: { index_templates: [] } },
  })
  const definitions = Object.entries(templates).map(([name, body]) => definition(indexTemplate, name, body))
  const plan = await planChanges(definitions, stackOf({ search: reader }), { ...options, now })
  const pipelines = plan.changes.filter(({ kind }) => kind === defaultPipeline)
  return {
    pipelines: pipelines.map(({ name, ...change }) => [name, 'after' in change && change.after]),
    ...plan,
    reader,
  }
}

describe('indices that were there before their template', () => {
  it('get the pipeline of the template, while they are written and have none', async () => {
    const { pipelines } = await planned({
      'filebeat-nginx-2026.11.26': {},
      'filebeat-nginx-2026.11.27': {},
      'filebeat-nginx-2026.11.25': {},
      'filebeat-nginx-other': {},
      'filebeat-kurento-2026.11.26': {},
      'of-others-2026.11.26': {},
    })
    const set = { 'index.default_pipeline': 'nginx-pipeline' }
    expect(pipelines).toEqual([
      ['filebeat-nginx-2026.11.26', set],
      ['filebeat-nginx-2026.11.27', set],
    ])
  })

  it.each(['nginx-pipeline', '_none', 'of-others'])('keep the pipeline %s that they have', async (default_pipeline) => {
    expect((await planned({ 'filebeat-nginx-2026.11.26': { settings: { default_pipeline } } })).pipelines).toEqual([])
  })

  it('are left alone while they are closed', async () => {
    const { pipelines, indices } = await planned({ 'filebeat-nginx-2026.11.26': { state: 'close' } })
    expect([pipelines, indices.earlier]).toEqual([[], []])
  })

  it('are told with what differs in their mapping, until the end of their day or month', async () => {
    const { indices } = await planned({
      'filebeat-nginx-2026.11.25': {},
      'filebeat-nginx-2026.11.26': { mapping: { dynamic: 'false', properties: { json } } },
      'filebeat-kurento-2026.11.26': { mapping: { properties: { json: { type: 'text' } } } },
      'server-metrics-2026-11': { mapping: { properties: { value: { type: 'float' } } } },
      'server-metrics-2026-12': { mapping: { properties: { value: { type: 'double' } } } },
    })
    const notes = earlierNotes(indices.earlier)
    expect(notes).toHaveLength(2)
    expect(notes[0]).toMatch(
      /^filebeat-kurento-2026\.11\.26 was made before its template and keeps an old mapping \(json, fields without a name in the template\) until 2026-11-27 00:00 UTC/,
    )
    expect(notes[1]).toMatch(/^server-metrics-2026-11 was made .* \(value\) until 2026-12-01 00:00 UTC/)
  })

  it('cost no request of their own', async () => {
    const { reader } = await planned({ 'filebeat-nginx-2026.11.26': {} })
    expect(reader.requests.filter((request) => request === `GET ${clusterStatePath}`)).toHaveLength(1)
  })

  it('are not looked at where there is no template of ours', async () => {
    const reader = readerOf({})
    const plan = await planChanges([], stackOf({ search: reader }), { ...options, now })
    expect([plan.indices.earlier, reader.requests]).toEqual([[], []])
  })
})
