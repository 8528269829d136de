import { expect, it } from '@jest/globals'
import { ingestPipeline } from '../../../src/kinds/ingest-pipeline.js'
import { missingCases } from '../../engine/contract/kinds/cases.js'

it('each kind has a case in the contract for each dialect that it exists on', () => {
  expect(missingCases()).toEqual([])
})

it('a kind without a case is found', () => {
  const alias = { ...ingestPipeline, name: 'alias' }
  const mapping = { ...ingestPipeline, name: 'role mapping' }
  expect(missingCases([alias, mapping, ingestPipeline])).toEqual([
    'alias on elasticsearch',
    'alias on opensearch',
    'role mapping on elasticsearch',
  ])
})
