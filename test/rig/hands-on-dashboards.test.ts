import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Change } from '../../src/engine/change.js'
import { elasticsearch } from '../../src/stack/flavors.js'
import type { JsonObject } from '../../src/json.js'
import {
  definitions,
  kibana,
  nameOf,
  openSearchDashboards,
  type Server,
  type StoredObject,
  withRecordOf,
} from '../unit/kinds/own-bundle.js'
import { DashboardsInMemory } from './dashboards-in-memory.js'

const recordings = 'dashboard/openvidu-recordings'
const desired = withRecordOf(definitions.filter(({ name }) => name === recordings || !name.startsWith('dashboard/')))
const record = 'visualization/openvidu-installed-by-elkctl'

const panelsOf = ({ attributes }: StoredObject) => JSON.parse(String(attributes['panelsJSON'])) as JsonObject[]

const mine: JsonObject = {
  type: 'lens',
  panelIndex: 'mine',
  title: 'Mine',
  gridData: { x: 0, y: 27, w: 24, h: 15, i: 'mine' },
  embeddableConfig: { attributes: { title: 'Mine' } },
}

/** What a person does in a browser to one of our dashboards. */
const withPanel = (object: StoredObject) => {
  object.attributes['panelsJSON'] = JSON.stringify([...panelsOf(object), mine])
  object.references.push({ name: 'mine:layer', type: 'index-pattern', id: 'theirs' })
}
const resized = (object: StoredObject) => {
  const panels = panelsOf(object)
  Object.assign(panels[1]?.['gridData'] as JsonObject, { w: 10 })
  object.attributes['panelsJSON'] = JSON.stringify(panels)
}
const without = (index: number) => (object: StoredObject) => {
  const [gone] = panelsOf(object).slice(index)
  object.attributes['panelsJSON'] = JSON.stringify(panelsOf(object).filter((_panel, at) => at !== index))
  object.references = object.references.filter(({ name }) => !String(name).endsWith(String(gone?.['panelRefName'])))
}
const cleared = (object: StoredObject) => {
  object.attributes['description'] = ''
}

const differencesOf = (changes: Change[]) =>
  changes.map((change) => [
    change.name,
    change.action === 'update'
      ? change.differences.map(({ path, before, after }) => [path, before, after])
      : change.action,
  ])

describe.each<[string, Server]>([
  ['Kibana 7.12.1', kibana],
  ['OpenSearch Dashboards 2.19.2', openSearchDashboards],
  ['Kibana 8.19.21 (derived)', { flavor: elasticsearch, version: '8.19.21' }],
])('a person at %s', (_title, server) => {
  let dashboards: DashboardsInMemory
  beforeEach(async () => {
    dashboards = new DashboardsInMemory(server)
    await dashboards.init(desired)
    const theirs = { type: 'index-pattern', id: 'theirs', attributes: { title: 'theirs' }, references: [] }
    await dashboards.import(JSON.stringify(theirs), false)
  })
  const edit = (...changes: ((object: StoredObject) => void)[]) => {
    for (const change of changes) dashboards.save(recordings, change)
  }
  const there = async () => (await dashboards.all()).find((object) => nameOf(object) === recordings) as StoredObject

  it('saves another time range: no difference, and an update keeps it', async () => {
    edit((object) => Object.assign(object.attributes, { timeFrom: 'now-7d', timeTo: 'now' }))
    expect(await dashboards.pending(desired)).toEqual([])
    edit(resized)
    await dashboards.init(desired)
    expect((await there()).attributes['timeFrom']).toBe('now-7d')
  })

  it('resizes a panel: it is told in the words of a dashboard', async () => {
    edit(resized)
    expect(differencesOf(await dashboards.pending(desired))).toEqual([
      [recordings, [['panel "Number of recordings per day"', '10 × 13 at 12,0', '12 × 13 at 12,0']]],
    ])
  })

  it('adds a panel: no difference; an update of another panel keeps it and its reference, and says so', async () => {
    edit(withPanel)
    expect(await dashboards.pending(desired)).toEqual([])
    edit(resized)
    expect(await dashboards.pending(desired)).toMatchObject([
      { action: 'update', kept: [{ path: 'panel "Mine"', before: '24 × 15 at 0,27, titled "Mine"' }] },
    ])
    expect((await dashboards.init(desired)).map(({ status }) => status)).toEqual(['applied'])
    const object = await there()
    expect(panelsOf(object)).toContainEqual(expect.objectContaining({ title: 'Mine', panelIndex: 'mine' }))
    expect(object.references).toContainEqual({ name: 'mine:layer', type: 'index-pattern', id: 'theirs' })
    expect(await dashboards.pending(desired)).toEqual([])
  })

  it('takes one of ours away and puts their own in its place: ours comes back, under a name of its own, and theirs goes below', async () => {
    edit(without(7), withPanel, (object) => {
      const panels = panelsOf(object)
      Object.assign(panels.at(-1)?.['gridData'] as JsonObject, { x: 25, y: 13, w: 23, h: 14 })
      object.attributes['panelsJSON'] = JSON.stringify(panels)
    })
    expect(await dashboards.pending(desired)).toHaveLength(1)
    expect((await dashboards.init(desired)).map(({ status }) => status)).toEqual(['applied'])
    const object = await there()
    const names = object.references.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(panelsOf(object)).toHaveLength(9)
    expect(panelsOf(object).at(-1)).toMatchObject({ title: 'Mine', gridData: { y: 27 } })
    expect(await dashboards.pending(desired)).toEqual([])
  })

  it('clears the description: an edit like any other', async () => {
    edit(cleared)
    expect(await dashboards.pending(desired)).toMatchObject([
      { origin: 'edited', differences: [{ path: 'description' }] },
    ])
  })

  it('deletes the record: what is as it was stays, and the record comes back', async () => {
    dashboards.deleteByHand(record)
    expect(await dashboards.pending(desired)).toMatchObject([{ name: record, action: 'create' }])
    expect((await dashboards.init(desired)).map(({ status }) => status)).toEqual(['applied'])
    edit(resized)
    expect(await dashboards.pending(desired)).toMatchObject([{ name: recordings, origin: 'edited' }])
  })

  it('deletes the record and changes a dashboard: it is not overwritten without --adopt', async () => {
    dashboards.deleteByHand(record)
    edit(cleared, resized)
    expect(await dashboards.pending(desired)).toMatchObject([
      { action: 'blocked', exit: 'conflict', hint: expect.stringContaining('--adopt') as unknown },
      { action: 'create' },
    ])
    const outcomes = await dashboards.init(desired, { adopt: true })
    expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect(await dashboards.pending(desired)).toEqual([])
  })

  it('opens the record and saves it: nothing changes', async () => {
    dashboards.save(record, (object) => {
      const state = JSON.parse(String(object.attributes['visState'])) as JsonObject
      object.attributes['visState'] = JSON.stringify({ ...state, aggs: [] })
    })
    expect(await dashboards.pending(desired)).toEqual([])
  })
})
