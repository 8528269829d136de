import { expect, it } from '@jest/globals'
import { longestFirst } from '../support/longest-first.js'

const files = (names: string[]) => names.map((name) => `/elkctl/build/test/${name}.test.js`)

it('test files that take long come first, and those of one engine not one after the other', () => {
  const given = [
    'unit/json',
    'rig/proxy',
    'engine/verify/opensearch-2.19',
    'in-memory/help',
    'engine/access/rotation-elasticsearch-7.10',
    'engine/access/users-elasticsearch-7.10',
    'engine/content/elasticsearch-7.10',
    'unit/duration',
    'engine/isp/isp',
  ]
  expect(longestFirst(files(given))).toEqual(
    files([
      'engine/content/elasticsearch-7.10',
      'in-memory/help',
      'engine/verify/opensearch-2.19',
      'engine/access/rotation-elasticsearch-7.10',
      'engine/isp/isp',
      'engine/access/users-elasticsearch-7.10',
      'rig/proxy',
      'unit/json',
      'unit/duration',
    ]),
  )
})
