import { describe, expect, it } from '@jest/globals'
import type { Backup } from '../../../src/data-files/schemas/backup.js'
import { beforeElkctl } from '../../../src/engine/before-elkctl.js'
import type { JsonObject } from '../../../src/json.js'
import { opensearch } from '../../../src/stack/flavors.js'
import type { Stack } from '../../../src/stack/stack.js'
import { stackOf } from '../fake-stack.js'

const stack = stackOf({ clusterUuid: 'this' })

/** A backup that has one pipeline of this body. */
const having = (description: string, more: Partial<Backup> = {}): Backup => ({
  ...{ format: 1, elkctl: '0.1.0', profile: 'openvidu', written: '2026-01-01T00:00:00.000Z' },
  cluster: { url: 'http://127.0.0.1:9200', uuid: 'this', product: 'elasticsearch', version: '7.10.2' },
  objects: [{ kind: 'ingest pipeline', name: 'p', body: { description, processors: [] } }],
  ...more,
})
const ours = 'Logs [elkctl:openvidu:000000000000]'
const found = (...backups: Backup[]) => [...beforeElkctl(backups, stack)]
const was = (description: string): [string, JsonObject][] => [['ingest-pipeline/p', { description, processors: [] }]]

describe('what stood there before elkctl', () => {
  it.each([
    ['is in the oldest backup, whatever was edited later', [having('first'), having('second'), having(ours)], 'first'],
    ['has no mark of elkctl', [having(ours), having('first')], 'first'],
    ['counts from the last destroy on', [having('first'), having(ours, { by: 'destroy' }), having('second')], 'second'],
    [
      'stays what it was where a destroy was cut off, and run again',
      [having('first'), having(ours, { by: 'destroy' }), having(ours, { by: 'destroy' })],
      'first',
    ],
    [
      'is the oldest after the last destroy, too',
      [having('first'), having(ours, { by: 'destroy' }), having('second'), having('third')],
      'second',
    ],
  ])('%s', (_what, backups, expected) => {
    expect(found(...backups)).toEqual(was(expected))
  })

  it.each([
    ['another cluster', having('first', { cluster: { ...having('').cluster, uuid: 'another' } })],
    ['a cluster of which it is not known', having('first', { cluster: { ...having('').cluster, uuid: undefined } })],
    ['what destroy was asked to take away', having('first', { by: 'destroy' })],
  ])('is not in a backup of %s', (_what, backup) => {
    expect(found(backup)).toEqual([])
  })

  it.each([
    ['the same address', 'http://127.0.0.1:9200', 1],
    ['another address', 'http://127.0.0.1:9201', 0],
  ])('of a cluster that does not say its id is that of %s', (_what, url, count) => {
    const nameless = having('first', { cluster: { url, product: 'elasticsearch', version: '8.19.21' } })
    expect(beforeElkctl([nameless], stackOf()).size).toBe(count)
  })

  const dashboard = (more: Partial<Backup>) =>
    having('', {
      objects: [{ kind: 'saved object', name: 'dashboard/d', body: { type: 'dashboard', id: 'd', attributes: {} } }],
      ...more,
    })
  const server: Stack['dashboards'] = { version: '7.12.1', reader: stack.search }
  it.each([
    ['in the default space', {}, {}, 1],
    ['in another space', { space: 'team' }, {}, 0],
    ['in the space of this run', { space: 'team' }, { space: 'team' }, 1],
    ['in the global tenant', {}, { tenant: { header: 'global', name: 'global_tenant' } }, 1],
    ['in another tenant', { tenant: 'team' }, { tenant: { header: 'global', name: 'global_tenant' } }, 0],
    ['in the tenant of this run', { tenant: 'team' }, { tenant: { header: 'team', name: 'team' } }, 1],
  ])('of a dashboard %s is that of this place: %#', (_where, backup, here, count) => {
    const flavor = 'tenant' in here ? opensearch : undefined
    const place = stackOf({ clusterUuid: 'this', dashboards: { ...server, ...here } }, flavor)
    expect(beforeElkctl([dashboard(backup)], place).size).toBe(count)
  })
})
