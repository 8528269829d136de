import { describe, expect, it } from '@jest/globals'
import type { DataFile } from '../../../../src/kinds/kind.js'
import { withForm } from '../../../../src/kinds/mark.js'
import {
  markedByRecords,
  marksIn,
  recordAfter,
  comparedRecord,
  recordedMark,
  recordOf,
  withMarks,
  withRecord,
} from '../../../../src/kinds/saved-object/record.js'
import type { JsonObject } from '../../../../src/json.js'

const dashboard: DataFile = {
  name: 'dashboard/board',
  body: { attributes: { title: 'Board', description: 'What goes on.' }, references: [] },
  file: 'board.json',
}
const installation = { profile: 'meteo', title: 'Meteo', release: '2.0', addressFrom: 'kibana.url', elkctl: '1.2.3' }
const [, definition] = withRecord([dashboard], installation)
const name = 'visualization/meteo-installed-by-elkctl'
const record = withMarks(definition?.body ?? {}, () => 'elkctl:meteo:0123456789ab')
const params = (body: JsonObject) =>
  ((body['attributes'] as JsonObject)['visState'] as JsonObject)['params'] as JsonObject
const later = new Date('2026-11-26T23:40:59Z')

describe('the record of an installation', () => {
  it('says who installed what, from which setting, and links to it', () => {
    expect(definition?.name).toBe(name)
    expect((record['attributes'] as JsonObject)['title']).toBe('Installed by elkctl (Meteo)')
    const { markdown } = params(record)
    expect(markdown).toContain('elkctl 1.2.3 made these dashboards for **Meteo 2.0**, at the address in `kibana.url`.')
    expect(markdown).toContain('- [Board](../app/kibana#/dashboard/board): What goes on.')
    expect(markdown).not.toContain('elkctl:meteo')
  })

  it('is made where there is something to record', () => {
    expect(withRecord([], installation)).toEqual([])
  })

  it('leaves out what this server does not get', () => {
    expect(marksIn(record)).toEqual({ 'dashboard/board': 'elkctl:meteo:0123456789ab' })
    expect(marksIn(withMarks(definition?.body ?? {}, () => undefined))).toEqual({})
  })

  it('says when it was written, which is no difference; nor is its own mark, nor a form that a server gave', () => {
    const own = { name, body: { elkctl: 'elkctl:meteo:999999999999' } }
    const rewritten = {
      name: 'dashboard/board',
      body: { elkctl: withForm('elkctl:meteo:0123456789ab', 'aaaaaaaaaaaa') },
    }
    const written = recordAfter(record, undefined, { objects: [rewritten, own], refused: [] }, later)
    expect(params(written)['markdown']).toContain('Last written: 2026-11-26 23:40 UTC')
    expect(marksIn(written)).toEqual({
      'dashboard/board': 'elkctl:meteo:0123456789ab:as-aaaaaaaaaaaa',
      [name]: 'elkctl:meteo:999999999999',
    })
    expect(comparedRecord(params(written))).toEqual(comparedRecord(params(record)))
    // Written once more for another reason, it keeps what it knows of the others.
    expect(marksIn(recordAfter(record, written, { objects: [own], refused: [] }, later))).toEqual(marksIn(written))
  })

  it('keeps the mark of what the server did not take', () => {
    const newer = withMarks(definition?.body ?? {}, () => 'elkctl:meteo:ba9876543210')
    const objects = [{ name: 'dashboard/board', body: { elkctl: 'elkctl:meteo:ba9876543210' } }]
    const refused = ['dashboard/board']
    expect(marksIn(recordAfter(newer, record, { objects, refused }, later))).toEqual(marksIn(record))
    expect(marksIn(recordAfter(newer, undefined, { objects, refused }, later))).toEqual({})
  })

  it('is another one when a mark is, or its text', () => {
    const other = withMarks(definition?.body ?? {}, () => 'elkctl:meteo:ba9876543210')
    expect(comparedRecord(params(other))).not.toEqual(comparedRecord(params(record)))
    expect(comparedRecord({ ...params(record), markdown: 'mine' })).not.toEqual(comparedRecord(params(record)))
    expect(comparedRecord({ markdown: 'of others' })).toEqual({})
  })

  it('gives each object its mark, wherever it was read', () => {
    const objects = markedByRecords(
      new Map([
        ['dashboard/board', { body: { attributes: { title: 'Board' } } }],
        ['dashboard/theirs', { body: { attributes: { title: 'Theirs' } } }],
        [name, { body: record }],
      ]),
    )
    const read = [...objects.values()].map(({ body }) => recordedMark.read(body))
    expect(read).toEqual(['elkctl:meteo:0123456789ab', undefined, undefined])
  })

  it('is found by the profile in the marks', () => {
    const marked = { elkctl: 'elkctl:meteo:0123456789ab' }
    expect(recordOf([{ name: 'dashboard/board', body: marked, existing: undefined }])).toBe(name)
    expect(recordOf([{ name: 'dashboard/board', body: {}, existing: { body: marked } }])).toBe(name)
  })
})

describe('the mark of a saved object', () => {
  const old = { attributes: { title: 'Board', description: 'What goes on. [elkctl:meteo:0123456789ab]' } }

  it('in a description is that of an earlier elkctl, whatever its hash', () => {
    expect(recordedMark.read(old)).toBe('elkctl:meteo:0123456789ab:in-description')
    expect(recordedMark.strip(old)).toEqual({ attributes: { title: 'Board', description: 'What goes on.' } })
  })

  it('in the record comes first', () => {
    expect(recordedMark.read(recordedMark.put(old, 'elkctl:meteo:ba9876543210'))).toBe('elkctl:meteo:ba9876543210')
  })
})
