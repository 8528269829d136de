import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { standingParts } from '../../../src/data-files/parts.js'
import { readFile } from '../../../src/data-files/read.js'
import { withSeries } from '../../../src/kinds/index-template/series.js'
import type { Json } from '../../../src/json.js'
import { checkForm } from '../check-form.js'
import { temporaryFolder } from '../temporary-folder.js'

describe('parts of a data file', () => {
  it.each<[string, Json, Json | undefined]>([
    ['stand without a condition', { a: [1, [2, null]], b: null }, { a: [1, [2, null]], b: null }],
    [
      'stand without their condition',
      [
        { $if: 'true', a: 1 },
        { $if: '90', b: 2 },
      ],
      [{ a: 1 }, { b: 2 }],
    ],
    ['leave a list', [{ $if: 'false', a: 1 }, { b: 2 }], [{ b: 2 }]],
    ['leave an object', { hot: {}, delete: { $if: '0', age: '0d' } }, { hot: {} }],
    ['are looked at within others', { a: [{ b: { $if: '', c: 1 } }] }, { a: [{}] }],
  ])('%s', (_title, value, expected) => {
    expect(standingParts(value)).toEqual(expected)
  })
})

describe('a data file that names its object', () => {
  const folder = temporaryFolder()
  const read = (text: string) => {
    writeFileSync(folder.path('x.json'), text)
    const found = { path: folder.path('x.json'), file: 'x.json', stem: 'x' }
    return readFile(found, 'write-alias', { prefix: 'isp' }, checkForm)
  }

  it('may do so with a variable', () => {
    expect(read('{ "$name": "${prefix}-logs", "first_index": "${prefix}-logs-000001" }')).toEqual({
      name: 'isp-logs',
      body: { first_index: 'isp-logs-000001' },
    })
  })

  it.each([
    ['{ "$name": "", "first_index": "a-000001" }', '$name must be a text'],
    ['{ "$name": 1, "first_index": "a-000001" }', '$name must be a text'],
    ['{ "first_index": "a" }', 'first_index must end with a number such as -000001'],
  ])('%s is wrong', (text, problem) => {
    expect(read(text)).toEqual({ problems: [expect.objectContaining({ problem }) as unknown] })
  })
})

describe('a template of a series', () => {
  const lifecycle = { name: 'p', rollover_alias: 'logs' }
  const body = {
    series: true,
    index_patterns: ['logs-*'],
    priority: 5,
    template: { settings: { index: { lifecycle } } },
  }
  const settings = (indexing_complete: boolean) => ({
    settings: { index: { lifecycle: { ...lifecycle, indexing_complete } } },
  })

  it('is two: numbered indices roll over, the others skip that', () => {
    expect(withSeries({ name: 'logs', body, file: 'logs.json' })).toEqual([
      { name: 'logs', file: 'logs.json', body: { index_patterns: ['logs-*'], priority: 5, template: settings(true) } },
      {
        name: 'logs-series',
        file: 'logs.json',
        body: { index_patterns: ['logs-0*'], priority: 6, template: settings(false) },
      },
    ])
  })

  it('names the alias that is rolled over', () => {
    expect(() => withSeries({ name: 'logs', body: { ...body, template: {} }, file: 'logs.json' })).toThrow(
      'The data file logs.json is broken: it has series, and no template.settings.index.lifecycle.rollover_alias.',
    )
  })
})
