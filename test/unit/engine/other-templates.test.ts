import { describe, expect, it } from '@jest/globals'
import { planChanges } from '../../../src/engine/plan.js'
import { ingestPipeline } from '../../../src/kinds/ingest-pipeline.js'
import { indexTemplate } from '../../../src/kinds/index-template/index-template.js'
import type { JsonObject } from '../../../src/json.js'
import { leftBehindNotes } from '../../../src/report/text/left-behind.js'
import { otherTemplateNotes } from '../../../src/report/text/other-templates.js'
import { ok, readerOf, stackOf } from '../fake-stack.js'
import { definition, options } from './planning.js'

interface There {
  composable?: Record<string, JsonObject>
  legacy?: Record<string, JsonObject>
  pipelines?: Record<string, JsonObject>
}

/** The plan for one template of the application `isp`, whose prefix is metricbeat. */
async function planBeside({ composable = {}, legacy = {}, pipelines = {} }: There) {
  const templates = Object.entries(composable).map(([name, index_template]) => ({ name, index_template }))
  const search = readerOf({
    '/_index_template': ok({ index_templates: templates }),
    '/_template': ok(legacy),
    '/_ingest/pipeline': ok(pipelines),
  })
  const body = { index_patterns: ['metricbeat-*'], priority: 280, template: {} }
  const wanted = [
    definition(ingestPipeline, 'metricbeat-documents', { processors: [] }),
    definition(indexTemplate, 'metricbeat', body),
  ]
  const application = { title: 'ISP', writes: {}, prefixes: { metricbeat: 'LOG_PREFIX' } }
  const plan = await planChanges(wanted, stackOf({ search }), { ...options, profile: 'isp', application })
  const [change] = plan.changes.filter(({ kind }) => kind === indexTemplate)
  return {
    change,
    notes: [...leftBehindNotes(plan.leftBehind ?? []), ...otherTemplateNotes(plan.otherTemplates ?? [])],
  }
}

const of = (patterns: string[], more: JsonObject = {}): JsonObject => ({ index_patterns: patterns, ...more })
const marked = (profile: string) => ({ _meta: { elkctl: `elkctl:${profile}:0123456789ab` } })

describe('a template of another application that elkctl made ready', () => {
  it.each<[string, There, string]>([
    ['a legacy one', { legacy: { beats: of(['metricbeat*'], { version: 355_123_456 }) } }, 'legacy template beats'],
    [
      'of another priority',
      { composable: { b: of(['metricbeat*'], { priority: 200, ...marked('openvidu') }) } },
      'index template b',
    ],
  ])('keeps ours from being written: %s', async (_what, there, named) => {
    expect((await planBeside(there)).change).toMatchObject({
      ...{ action: 'blocked', exit: 'conflict' },
      reason: `${named} (metricbeat*), which elkctl made for another application, is for the same indices`,
      hint: 'Choose another LOG_PREFIX.',
    })
  })

  it('for other indices does not', async () => {
    const there = { legacy: { beats: of(['filebeat*'], { version: 355_123_456 }) } }
    expect(await planBeside(there)).toMatchObject({ change: { action: 'create' }, notes: [] })
  })
})

describe('a template that elkctl did not make', () => {
  it.each<[string, There, string[]]>([
    [
      'Beats’ own is named: ours hides it',
      {
        legacy: {
          'metricbeat-7.12.1': of(['metricbeat-7.12.1-*'], { mappings: { properties: { host: { type: 'keyword' } } } }),
        },
      },
      [
        'the template metricbeat-7.12.1 (metricbeat-7.12.1-*, legacy), which elkctl did not make, no longer counts for new indices that metricbeat (priority 280) is for as well: they lack host',
      ],
    ],
    [
      'one of a higher priority is named: it hides ours',
      { composable: { everything: of(['*'], { priority: 900 }) } },
      [
        'the template everything (*, priority 900), which elkctl did not make, wins over metricbeat (priority 280) for new indices that both are for',
      ],
    ],
    ['one for more indices stays for the others', { legacy: { default: of(['*']) } }, []],
    ['the application’s own is for the same indices', { legacy: { t: of(['metricbeat-*']) } }, []],
    ['one for other indices', { composable: { other: of(['filebeat-*'], { priority: 900 }) } }, []],
  ])('%s', async (_what, there, notes) => {
    expect(await planBeside(there)).toMatchObject({ change: { action: 'create' }, notes })
  })
})

it('what elkctl made with another prefix is named, and how to keep order; what others made is not', async () => {
  const composable = {
    'isp-logs': of(['isp-logs-*'], { priority: 280, ...marked('isp') }),
    'isp-logs-series': of(['isp-logs-0*'], { priority: 281, ...marked('isp') }),
    others: of(['others-*'], marked('openvidu')),
  }
  const pipelines = { 'isp-logs-documents': { description: 'x [elkctl:isp:0123456789ab]', processors: [] } }
  expect((await planBeside({ composable, pipelines })).notes).toEqual([
    '1 ingest pipeline of an earlier elkctl or of other settings is no longer part of what it makes, and stays: "isp-logs-documents"; delete it if nobody uses it',
    '2 index templates of an earlier elkctl or of other settings are no longer part of what it makes, and stay: "isp-logs", "isp-logs-series"; delete them if nobody uses them',
  ])
})

describe('a template that wins over one that is as it should be', () => {
  const mappings = (properties: JsonObject): JsonObject => ({ mappings: { properties } })
  const text: JsonObject = { type: 'text', fields: { keyword: { type: 'keyword' } } }
  const ours = {
    settings: { index: { default_pipeline: 'p' } },
    ...mappings({ message: text, host: { type: 'keyword' } }),
  }

  async function lostTo(there: There, stranger: { components?: Record<string, JsonObject> } = {}, version = '7.10.2') {
    const own = of(['metricbeat-*'], { priority: 280, template: ours })
    const composable = { ...there.composable, metricbeat: own }
    const legacy = { ...there.legacy, metricbeat: of(['metricbeat-*'], { order: 280, ...ours }) }
    const components = Object.entries(stranger.components ?? {}).map(([name, component_template]) => ({
      ...{ name, component_template },
    }))
    const search = readerOf({
      '/_index_template': ok({
        index_templates: Object.entries(composable).map(([name, index_template]) => ({ name, index_template })),
      }),
      '/_template': ok(legacy),
      '/_component_template': ok({ component_templates: components }),
    })
    const wanted = [definition(indexTemplate, 'metricbeat', own)]
    const plan = await planChanges(wanted, stackOf({ search, version, equivalentVersion: version }), options)
    return plan.otherTemplates?.map(({ name, is, priorities, lost }) => ({ name, is, priorities, lost }))
  }

  it('is named with both priorities, and with what new indices lack', async () => {
    const template = mappings({ message: { type: 'keyword' }, host: { type: 'keyword' } })
    expect(await lostTo({ composable: { all: of(['*'], { priority: 1000, template }) } })).toEqual([
      {
        ...{ name: 'all', is: 'preferred', priorities: { ours: 280, other: 1000 } },
        lost: ['index.default_pipeline', 'message', 'message.keyword'],
      },
    ])
  })

  it('has what its components give, the later before the earlier and its own before all', async () => {
    const components = {
      first: { template: { ...ours } },
      second: { template: mappings({ host: { type: 'text' } }) },
    }
    const all = of(['*'], { priority: 1000, composed_of: ['first', 'second'] })
    const own = { ...all, template: mappings({ message: { type: 'text' } }) }
    const lost = async (composable: Record<string, JsonObject>) =>
      (await lostTo({ composable }, { components }))?.[0]?.lost
    expect(await lost({ all })).toEqual(['host'])
    expect(await lost({ all: own })).toEqual(['message.keyword', 'host'])
  })

  it('is none with a lower priority, and none for other names', async () => {
    const lower = of(['*'], { priority: 279 })
    const elsewhere = of(['filebeat-*'], { priority: 1000 })
    expect(await lostTo({ composable: { lower, elsewhere } })).toEqual([])
  })
})
