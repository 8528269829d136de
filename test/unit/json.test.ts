import { describe, expect, it } from '@jest/globals'
import { listIn, objectIn, objectsIn, pick, valueIn, withoutEmpty, wordsIn } from '../../src/json.js'

describe('a list out of JSON', () => {
  it('has one member for a single value, and none for null or nothing', () => {
    expect([listIn([1, 'a']), listIn('a'), listIn({ a: 1 }), listIn(null), listIn(undefined)]).toEqual([
      [1, 'a'],
      ['a'],
      [{ a: 1 }],
      [],
      [],
    ])
  })

  it('of objects is without other members, one of words has each as text', () => {
    expect(objectsIn([{ a: 1 }, 'b', null, [2]])).toEqual([{ a: 1 }])
    expect(wordsIn(['a', 1, true])).toEqual(['a', '1', 'true'])
  })
})

describe('a place in a tree', () => {
  it('is a value, or an object, which is empty where there is none', () => {
    const tree = { a: { b: { c: 1 } }, d: 2 }
    expect([valueIn(tree, 'a', 'b', 'c'), valueIn(tree, 'd', 'e')]).toEqual([1, undefined])
    expect([objectIn(tree, 'a', 'b'), objectIn(tree, 'd'), objectIn(undefined)]).toEqual([{ c: 1 }, {}, {}])
  })
})

describe('members', () => {
  it('that are null or empty go, false and 0 stay', () => {
    expect(withoutEmpty({ a: null, b: '', c: [], d: {}, e: undefined, f: false, g: 0, h: [0] })).toEqual({
      f: false,
      g: 0,
      h: [0],
    })
  })

  it('are picked as far as they are there', () => {
    expect(pick({ a: 1, b: null }, ['a', 'b', 'c'])).toEqual({ a: 1, b: null })
  })
})
