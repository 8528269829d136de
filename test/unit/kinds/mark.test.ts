import { describe, expect, it } from '@jest/globals'
import {
  canonical,
  fieldMark,
  withForm,
  markOf,
  isOfAnotherRun,
  withHandOver,
  parseMark,
  textMark,
  versionMark,
} from '../../../src/kinds/mark.js'
import type { JsonObject } from '../../../src/json.js'

const mark = 'elkctl:openvidu:0123456789ab'

describe('fieldMark', () => {
  const field = fieldMark('_meta', 'elkctl')

  it.each<[string, JsonObject, JsonObject]>([
    ['beside what is there', { a: 1, _meta: { by: 'x' } }, { a: 1, _meta: { by: 'x', elkctl: mark } }],
    ['where nothing is', { a: 1 }, { a: 1, _meta: { elkctl: mark } }],
  ])('is put %s, read, and taken away without a trace', (_what, body, marked) => {
    expect(field.put(body, mark)).toEqual(marked)
    expect(field.read(marked)).toBe(mark)
    expect(field.strip(marked)).toEqual(body)
    expect(field.read(body)).toBeUndefined()
    expect(field.strip(body)).toEqual(body)
  })

  it.each<[string, JsonObject]>([
    ['no text', { _meta: { elkctl: 1 } }],
    ['elsewhere', { elkctl: mark }],
    ['below no object', { _meta: 'x' }],
  ])('is not found where it is %s', (_what, body) => {
    expect(field.read(body)).toBeUndefined()
  })

  it('does not change what it is given', () => {
    const body = { _meta: { by: 'x' } }
    field.put(body, mark)
    field.strip({ ...body })
    expect(body).toEqual({ _meta: { by: 'x' } })
  })
})

describe('textMark', () => {
  const text = textMark('policy', 'description')

  it.each<[string, JsonObject, string]>([
    ['behind the text', { policy: { description: 'Deletes', a: 1 } }, `Deletes [${mark}]`],
    ['alone', { policy: { a: 1 } }, `[${mark}]`],
    ['behind a text with brackets', { policy: { description: 'A [b]', a: 1 } }, `A [b] [${mark}]`],
  ])('is put %s, read, and taken away without a trace', (_what, body, description) => {
    const marked = text.put(body, mark)
    expect(marked).toEqual({ policy: { a: 1, description } })
    expect(text.read(marked)).toBe(mark)
    expect(text.strip(marked)).toEqual(body)
  })

  it.each([
    ['somebody wrote behind it', `Deletes [${mark}] and more`],
    ['it is another tool’s', 'Deletes [terraform:x:0123456789ab]'],
    ['it has no hash', 'Deletes [elkctl:openvidu:]'],
    ['there is none', 'Deletes'],
  ])('is not found where %s, and the text stays', (_what, description) => {
    expect(text.read({ policy: { description } })).toBeUndefined()
    expect(text.strip({ policy: { description } })).toEqual({ policy: { description } })
  })
})

describe('versionMark', () => {
  const version = versionMark('version')
  const marked = version.put({ a: 1 }, mark)

  it('is a number of nine digits that begins with 355, read, and taken away without a trace', () => {
    expect(marked).toEqual({ a: 1, version: 355_037_004 })
    expect(version.read(marked)).toBe('elkctl:version-355037004')
    expect(version.strip(marked)).toEqual({ a: 1 })
    expect(version.read({ a: 1 })).toBeUndefined()
    expect(version.strip({ a: 1 })).toEqual({ a: 1 })
  })

  it('is another one for another mark', () => {
    expect(version.put({ a: 1 }, 'elkctl:openvidu:0123456789ac')).not.toEqual(marked)
    expect(version.put({ a: 1 }, 'elkctl:isp:0123456789ab')).not.toEqual(marked)
  })

  it.each([0, 7, 60_001, 7_100_299, 20_210_303, 354_999_999, 356_000_000, 2_021_030_301])(
    'a version of others stays, and is none: %d',
    (others) => {
      const body = { version: others }
      expect(version.read(body)).toBeUndefined()
      expect(version.strip(body)).toEqual(body)
      expect(version.put(body, mark)).toEqual(body)
    },
  )

  it('a text in its place is none', () => {
    expect(version.read({ version: '355000001' })).toBeUndefined()
  })
})

describe('markOf', () => {
  const body = { a: 1, b: { c: [1, 'x', null], d: true } }

  it('is the same for the same content in another order', () => {
    expect(markOf('openvidu', { b: { d: true, c: [1, 'x', null] }, a: 1 })).toBe(markOf('openvidu', body))
    expect(markOf('openvidu', body)).toMatch(/^elkctl:openvidu:[0-9a-f]{12}$/)
  })

  it.each<[string, JsonObject]>([
    ['a value', { a: 2, b: { c: [1, 'x', null], d: true } }],
    ['a type', { a: '1', b: { c: [1, 'x', null], d: true } }],
    ['the order of a list', { a: 1, b: { c: ['x', 1, null], d: true } }],
    ['a name', { A: 1, b: { c: [1, 'x', null], d: true } }],
    ['something more', { ...body, e: null }],
  ])('is another one for another content: %s', (_what, other) => {
    expect(markOf('openvidu', other)).not.toBe(markOf('openvidu', body))
  })

  it('is another one for another profile', () => {
    expect(markOf('isp', body).split(':')[1]).toBe('isp')
  })

  it('can be read back by both kinds of marks', () => {
    expect(textMark('description').read({ description: `x [${markOf('openvidu', body)}]` })).toBe(
      markOf('openvidu', body),
    )
  })
})

describe('parseMark', () => {
  const bare = markOf('openvidu', { a: 1 })
  const form = '0123456789ab'

  it.each([
    [bare, { mark: bare, handOver: undefined, form: undefined }],
    [
      withHandOver(bare, { destination: '0a1b2c3d' }),
      { mark: bare, handOver: { destination: '0a1b2c3d', run: undefined }, form: undefined },
    ],
    [
      withHandOver(bare, { destination: '0a1b2c3d', run: '44556677' }),
      { mark: bare, handOver: { destination: '0a1b2c3d', run: '44556677' }, form: undefined },
    ],
    [withForm(bare, form), { mark: bare, handOver: undefined, form }],
    [undefined, { mark: undefined, handOver: undefined, form: undefined }],
  ])('%s', (mark, parts) => {
    expect(parseMark(mark)).toEqual(parts)
  })

  it('the form stands in a text like the rest of the mark', () => {
    const text = textMark('description')
    const marked = text.put({ description: 'CPU' }, withForm(bare, form))
    expect(text.read(marked)).toBe(withForm(bare, form))
    expect(text.strip(marked)).toEqual({ description: 'CPU' })
  })
})

describe('canonical', () => {
  it('is JSON with sorted names', () => {
    expect(canonical({ b: [{ d: 1, c: 'é' }], a: null })).toBe('{"a":null,"b":[{"c":"é","d":1}]}')
  })
})

describe('of two runs that write the same user', () => {
  const own = withHandOver(mark, { destination: '0a1b2c3d', run: '00000001' })

  it.each([
    ['itself', own, false],
    ['another with the same destination', withHandOver(mark, { destination: '0a1b2c3d', run: '00000002' }), true],
    ['another that has handed the password over', mark, true],
    ['one with another body', withHandOver('elkctl:openvidu:999999999999', { destination: '0a1b2c3d' }), false],
    ['nobody', undefined, false],
  ])('%s', (_, found, expected) => {
    expect(isOfAnotherRun(own, found)).toBe(expected)
  })

  it('one that hands no password over has nothing of its own to lose', () => {
    expect(isOfAnotherRun(mark, own)).toBe(false)
  })
})
