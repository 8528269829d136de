import { Chalk } from 'chalk'
import { expect, it } from '@jest/globals'
import type { Change } from '../../../../src/engine/change.js'
import { grafanaDataSource } from '../../../../src/kinds/grafana/data-source.js'
import { ingestPipeline } from '../../../../src/kinds/ingest-pipeline.js'
import { savedObject } from '../../../../src/kinds/saved-object/saved-object.js'
import { noIndices } from '../../../../src/lifecycle/index.js'
import { planLines } from '../../../../src/report/text/plan.js'
import { stackOf } from '../../fake-stack.js'

const older = (name: string, differences: { path: string; before: string; after: string }[] = []): Change => ({
  kind: savedObject,
  name,
  file: '',
  action: 'update',
  after: {},
  existing: { body: {} },
  differences,
  origin: 'older',
})

const lines = (changes: Change[]): string[] =>
  planLines({ stack: stackOf(), lifecycle: true, changes, indices: noIndices, missing: [] }, new Chalk({ level: 0 }))

it('what an earlier elkctl wrote and shows the same is one line, however many', () => {
  const many = Array.from({ length: 120 }, (_one, index) => older(`visualization/v${index}`))
  expect(lines([...many, older('dashboard/d', [{ path: 'title', before: 'A', after: 'B' }])])).toEqual([
    '  ~ saved object      dashboard/d  update: written by an earlier elkctl or with other settings',
    '      title: A → B',
    '  ~ saved object      update: written by an earlier elkctl or with other settings; no visible difference (120 objects)',
  ])
})

it('the column of kinds is as wide as the widest of them', () => {
  const source: Change = { kind: grafanaDataSource, name: 's', file: '', action: 'create', after: {} }
  expect(lines([older('search/s'), source])).toEqual([
    '  + Grafana data source s           create',
    '  ~ saved object        update: written by an earlier elkctl or with other settings; no visible difference (search/s)',
  ])
})

it('of another kind it is a line of its own', () => {
  expect(lines([older('search/s'), { ...older('p'), kind: ingestPipeline }])).toEqual([
    '  ~ saved object      update: written by an earlier elkctl or with other settings; no visible difference (search/s)',
    '  ~ ingest pipeline   update: written by an earlier elkctl or with other settings; no visible difference (p)',
  ])
})
