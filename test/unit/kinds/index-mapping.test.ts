import { describe, expect, it } from '@jest/globals'
import { readMappings, typeDifferences } from '../../../src/kinds/index-mapping.js'
import { ok, readerOf } from '../fake-stack.js'

const text = { type: 'text', fields: { keyword: { type: 'keyword' } } }
const wanted = {
  date_detection: false,
  properties: {
    timestamp: { type: 'date', format: 'epoch_millis' },
    name: text,
    duration: { type: 'double' },
    users: { properties: { count: { type: 'long' }, content: { type: 'object', dynamic: 'false' } } },
  },
}

describe('types of an index that are not those of its template', () => {
  it.each([
    [
      'what dynamic mapping made',
      { timestamp: { type: 'long' } },
      [{ field: 'timestamp', has: 'long', wanted: 'date' }],
    ],
    ['no time yet: it would become a number', { name: text }, [{ field: 'timestamp', has: undefined, wanted: 'date' }]],
    [
      'a text without its keyword is found by its own type',
      { timestamp: { type: 'date' }, name: { type: 'keyword' } },
      [{ field: 'name', has: 'keyword', wanted: 'text' }],
    ],
    [
      'a field within an object',
      { timestamp: { type: 'date' }, users: { properties: { count: { type: 'text' } } } },
      [{ field: 'users.count', has: 'text', wanted: 'long' }],
    ],
    [
      'whole numbers lose a fraction',
      { timestamp: { type: 'date' }, duration: { type: 'long' } },
      [{ field: 'duration', has: 'long', wanted: 'double' }],
    ],
    ['fractions are fractions', { timestamp: { type: 'date' }, duration: { type: 'float' } }, []],
    [
      'objects are objects, and what the template does not name is not looked at',
      {
        timestamp: { type: 'date' },
        users: { properties: { content: { properties: { a: { type: 'long' } } } } },
        x: text,
      },
      [],
    ],
  ])('%s', (_what, properties, differences) => {
    expect(typeDifferences(wanted, { properties })).toEqual(differences)
  })

  it('no mapping at all: times are not mapped', () => {
    expect(typeDifferences(wanted, {})).toEqual([{ field: 'timestamp', has: undefined, wanted: 'date' }])
  })
})

describe('mappings of existing indices', () => {
  it.each([
    ['7 and later', { mappings: { properties: { a: { type: 'long' } } } }],
    ['6.8, which has a type around them', { mappings: { _doc: { properties: { a: { type: 'long' } } } } }],
  ])('as Elasticsearch %s gives them', async (_version, answer) => {
    const reader = readerOf({ '/a,b/_mapping?ignore_unavailable=true': ok({ a: answer }) })
    const reading = await readMappings(reader, ['a', 'b'])
    expect(reading).toEqual({
      status: 'read',
      objects: new Map([['a', { body: { properties: { a: { type: 'long' } } } }]]),
    })
  })
})
