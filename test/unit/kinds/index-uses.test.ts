import { describe, expect, it } from '@jest/globals'
import { rollingIndices, usersOfPipelines, usersOfPolicies } from '../../../src/kinds/index-uses.js'
import { ok, stackOf, type Answer } from '../fake-stack.js'

const state = {
  indices: {
    'logs-000001': {
      settings: { index: { lifecycle: { name: 'p', rollover_alias: 'logs', indexing_complete: 'true' } } },
    },
    'logs-000002': {
      settings: { index: { lifecycle: { name: 'p', rollover_alias: 'logs' }, final_pipeline: 'last' } },
    },
    'ism-000001': { settings: { index: { plugins: { index_state_management: { rollover_alias: 'ism' } } } } },
    'ism-2026': {
      settings: { index: { opendistro: { index_state_management: { rollover_alias: 'ism', rollover_skip: 'true' } } } },
    },
  },
  templates: { old: { settings: { index: { default_pipeline: 'first' } } } },
  index_template: { index_template: { new: { template: { settings: { index: { lifecycle: { name: 'p' } } } } } } },
}

function stack() {
  const requests: string[] = []
  const get = (path: string) => {
    requests.push(path)
    const answer: Answer = ok({ metadata: state })
    return Promise.resolve({ method: 'GET', path, headers: {}, ...answer })
  }
  return { requests, stack: stackOf({ search: { url: 'http://127.0.0.1:9200', get } }) }
}

const named = (name: string, ...index_patterns: string[]) => ({ name, body: { index_patterns } })

describe('what needs an object, by the settings of indices and templates', () => {
  it('pipelines: default ones and final ones', async () => {
    const found = await usersOfPipelines(stack().stack, [named('first'), named('last'), named('unused')])
    expect(Object.fromEntries(found)).toEqual({
      first: [{ kind: 'template', name: 'old' }],
      last: [{ kind: 'index', name: 'logs-000002' }],
      unused: [],
    })
  })

  it('policies of ILM', async () => {
    const found = await usersOfPolicies(stack().stack, [named('p')])
    expect(found.get('p')?.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'index logs-000001',
      'index logs-000002',
      'template new',
    ])
  })

  it('templates: indices that are going to roll over, and not those that have, or skip it', async () => {
    const found = await rollingIndices(stack().stack, [
      named('l', 'logs-*'),
      named('i', 'ism-*'),
      named('o', 'other-*'),
    ])
    expect(Object.fromEntries(found)).toEqual({
      l: [{ kind: 'index', name: 'logs-000002' }],
      i: [{ kind: 'index', name: 'ism-000001' }],
      o: [],
    })
  })

  it('is read from these settings alone', async () => {
    const asked = stack()
    await usersOfPipelines(asked.stack, [named('first')])
    expect(asked.requests).toEqual([
      expect.stringContaining('filter_path=metadata.indices.*.settings.index.default_pipeline,'),
    ])
  })
})
