import { describe, expect, it } from '@jest/globals'
import { diff, type Difference } from '../../../src/engine/diff.js'
import type { Json } from '../../../src/json.js'

describe('no difference', () => {
  it.each<[string, Json, Json]>([
    ['equal', { a: [1, { b: 'x' }], c: null }, { c: null, a: [1, { b: 'x' }] }],
    ['a number as text', { a: 1, b: 1.5 }, { a: '1', b: '1.5' }],
    ['a boolean as text', { a: true }, { a: 'true' }],
    ['words as numbers in a list', ['1', '2'], [1, 2]],
    ['empty lists', { a: [] }, { a: [] }],
    ['empty objects', { a: {} }, { a: {} }],
    [
      'lists of named objects in another order',
      [{ name: 'a', x: 1 }, { name: 'b' }],
      [{ name: 'b' }, { name: 'a', x: 1 }],
    ],
  ])('%s', (_what, wanted, found) => {
    expect(diff(wanted, found, 'exact')).toEqual([])
    expect(diff(wanted, found, 'subset')).toEqual([])
  })
})

describe('a difference', () => {
  it.each<[string, Json | undefined, Json | undefined, Difference[]]>([
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: 'a.b', before: 2, after: 1 }]],
    ['a missing member', { a: 1 }, {}, [{ path: 'a', before: undefined, after: 1 }]],
    [
      'words, shown whole',
      { a: ['x', 'y'] },
      { a: ['x', 'z'] },
      [{ path: 'a', before: ['x', 'z'], after: ['x', 'y'] }],
    ],
    [
      'the order of words',
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      [{ path: 'a', before: ['y', 'x'], after: ['x', 'y'] }],
    ],
    [
      'one object of a list',
      { a: [{ b: 1 }, { b: 2 }] },
      { a: [{ b: 1 }, { b: 3 }] },
      [{ path: 'a[1].b', before: 3, after: 2 }],
    ],
    ['the length of a list', { a: [{ b: 1 }] }, { a: [] }, [{ path: 'a', before: [], after: [{ b: 1 }] }]],
    [
      'nothing wanted in a list',
      { a: [] },
      { a: [{ name: 'x' }] },
      [{ path: 'a', before: [{ name: 'x' }], after: [] }],
    ],
    [
      'a named object too many',
      [{ name: 'a' }],
      [{ name: 'a' }, { name: 'b' }],
      [{ path: '[b]', before: { name: 'b' }, after: undefined }],
    ],
    [
      'a named object too few',
      [{ name: 'a' }, { name: 'b' }],
      [{ name: 'b' }],
      [{ path: '[a]', before: undefined, after: { name: 'a' } }],
    ],
    ['null and nothing', { a: null }, {}, [{ path: 'a', before: undefined, after: null }]],
    ['null and text', { a: null }, { a: 'null' }, [{ path: 'a', before: 'null', after: null }]],
    ['an object and text', { a: {} }, { a: '{}' }, [{ path: 'a', before: '{}', after: {} }]],
    ['an object and a list', { a: {} }, { a: [] }, [{ path: 'a', before: [], after: {} }]],
    ['at the top', 1, 2, [{ path: '', before: 2, after: 1 }]],
    [
      'all of them',
      { a: 1, b: { c: 2 } },
      { a: 2, b: { c: 3 } },
      [
        { path: 'a', before: 2, after: 1 },
        { path: 'b.c', before: 3, after: 2 },
      ],
    ],
  ])('%s', (_what, wanted, found, differences) => {
    expect(diff(wanted, found, 'exact')).toEqual(differences)
    expect(diff(wanted, found, 'subset')).toEqual(differences)
  })

  it('is what only the server has, when the comparison is exact', () => {
    const [wanted, found] = [
      { a: { b: 1 }, l: [{ x: 1 }] },
      { a: { b: 1, more: 2 }, l: [{ x: 1, y: 2 }], extra: 'e' },
    ]
    expect(diff(wanted, found, 'subset')).toEqual([])
    expect(diff(wanted, found, 'exact')).toEqual([
      { path: 'a.more', before: 2, after: undefined },
      { path: 'l[0].y', before: 2, after: undefined },
      { path: 'extra', before: 'e', after: undefined },
    ])
  })
})
