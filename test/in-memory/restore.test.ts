import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { expectRefusal } from '../support/expectations.js'
import { report } from '../support/json-report.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

const run = (at: Installation, command: string, ...more: string[]) =>
  report([command, ...more, '--env-file', at.envFile], {
    env: { ELKCTL_ADMIN_USERNAME: bed.admin.username, ELKCTL_ADMIN_PASSWORD: bed.admin.password },
  })

const backups = (at: Installation) => readdirSync(at.folder).filter((name) => name.startsWith('elkctl-backup-'))
const pipeline = async (name: string) =>
  ((await bed.asAdmin('GET', '/_ingest/pipeline')).body as Record<string, object>)[name]

const mine = { description: 'mine', processors: [{ set: { field: 'a', value: 'b' } }] }

describe('what is about to be changed or removed', () => {
  it('goes into a backup, and is put back by restore; destroy puts back what was there before elkctl', async () => {
    const at = bed.installation()
    await bed.asAdmin('PUT', '/_ingest/pipeline/openvidu-logs-pipeline', mine)
    const objects = bed.stack.dashboards?.double.objects.at('default')
    objects?.put({
      ...{ type: 'index-pattern', id: 'openvidu', attributes: { title: 'theirs', fields: '[]' }, references: [] },
      ...{ migrationVersion: {}, coreMigrationVersion: undefined, typeMigrationVersion: undefined },
    })
    const shownAs = () => objects?.get('index-pattern', 'openvidu')?.attributes
    const made = await run(at, 'init', '--yes', '--write-env', '--adopt')
    const [name = ''] = backups(at)
    const file = join(at.folder, name)
    expect(made).toMatchObject({ code: 0, backup: file })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const backup = JSON.parse(readFileSync(file, 'utf8')) as { objects: unknown; cluster: { uuid: string } }
    expect(backup.objects).toEqual([
      { kind: 'ingest pipeline', name: 'openvidu-logs-pipeline', body: mine },
      expect.objectContaining({ kind: 'saved object', name: 'index-pattern/openvidu' }),
    ])
    expect(readFileSync(file, 'utf8')).not.toContain(bed.admin.password)

    const again = await run(at, 'init', '--yes', '--write-env')
    expect([again.code, backups(at)]).toEqual([0, [name]])
    const ours = await pipeline('openvidu-logs-pipeline')

    const shown = await run(at, 'restore', file, '--dry-run')
    expect([shown.code, await pipeline('openvidu-logs-pipeline')]).toEqual([2, ours])
    const restored = await run(at, 'restore', file, '--yes')
    expect(restored).toMatchObject({ code: 0, verdict: 'Done: 2 objects put back.' })
    expect(await pipeline('openvidu-logs-pipeline')).toEqual(mine)
    expect(shownAs()).toEqual({ title: 'theirs', fields: '[]' })
    expect(backups(at)).toHaveLength(2)
    expect((await run(at, 'restore', file, '--yes')).verdict).toBe('Nothing to restore: 2 unchanged.')

    // What elkctl had made of it comes back from the backup that restore has made.
    await run(at, 'restore', String(restored.backup), '--yes')
    expect(await pipeline('openvidu-logs-pipeline')).toEqual(ours)

    const other = join(at.folder, 'other.json')
    writeFileSync(other, JSON.stringify({ ...backup, cluster: { ...backup.cluster, uuid: 'another' } }))
    const refused = await run(at, 'restore', other, '--yes')
    expect(refused).toMatchObject({ code: 7, error: { hint: expect.stringContaining('--other-cluster') as unknown } })

    const destroyed = await run(at, 'destroy', '--yes', 'openvidu')
    expect(destroyed.verdict).toBe('Done: 134 objects and 1 index taken away, 2 put back as they were before elkctl.')
    expect(await pipeline('openvidu-logs-pipeline')).toEqual(mine)
    expect(shownAs()).toEqual({ title: 'theirs', fields: '[]' })
    expect(await pipeline('openvidu-nginx-pipeline')).toBeUndefined()

    const undone = await run(at, 'restore', String(destroyed.backup), '--yes')
    expect(undone).toMatchObject({
      code: 0,
      verdict: 'Done: 135 objects put back; 1 object skipped, with the reason above.',
    })
    expect(await pipeline('openvidu-nginx-pipeline')).toBeDefined()
  })

  it.each([
    ['a file that is no JSON', 'nothing', 'is no JSON object'],
    ['another JSON', '{"format": 2}', 'is no backup that this elkctl knows: format'],
  ])('%s is no backup', async (_title, text, says) => {
    const at = bed.installation()
    const file = join(at.folder, 'file.json')
    writeFileSync(file, text)
    const result = await runElkctl(['restore', file, '--env-file', at.envFile, '--yes'])
    expectRefusal(result, { code: 3, says: [says], next: 'elkctl-backup-' }, [bed.admin.password])
  })

  it('is put back alone, too, when what keeps the marks of saved objects has gone with them', async () => {
    const at = bed.installation()
    const objects = bed.stack.dashboards?.double.objects.at('default')
    const title = () => objects?.get('index-pattern', 'openvidu')?.attributes['title']
    await run(at, 'init', '--yes', '--write-env')
    const made = objects?.get('index-pattern', 'openvidu')
    if (made === undefined) throw new Error('the index pattern is not there')
    objects?.put({ ...made, attributes: { ...made.attributes, title: 'mine*' } })
    const { backup } = await run(at, 'init', '--yes', '--write-env', '--overwrite')
    expect((await run(at, 'destroy', '--yes', 'openvidu')).code).toBe(0)
    expect(title()).toBeUndefined()
    const restored = await run(at, 'restore', String(backup), '--yes')
    expect(restored).toMatchObject({ code: 0, verdict: 'Done: 1 object put back.' })
    expect(title()).toBe('mine*')
  })

  it('is told of what this elkctl does not know, and of a backup with nothing in it', async () => {
    const at = bed.installation()
    const file = join(at.folder, 'file.json')
    const { body } = await bed.asAdmin('GET', '/')
    const cluster = {
      url: 'x',
      product: 'elasticsearch',
      version: '7.10.2',
      uuid: (body as { cluster_uuid: string }).cluster_uuid,
    }
    const restoring = async (objects: object[]) => {
      const backup = {
        format: 1,
        elkctl: '9.9.9',
        profile: 'openvidu',
        written: '2026-01-01T00:00:00.000Z',
        cluster,
        objects,
      }
      writeFileSync(file, JSON.stringify(backup))
      return run(at, 'restore', file, '--yes')
    }
    const unknown = await restoring([{ kind: 'transform', name: 'theirs', body: {} }])
    expect(unknown).toMatchObject({ code: 0, verdict: 'Nothing to restore: 1 skipped.' })
    expect(unknown.plan).toMatchObject([
      { kind: 'transform', name: 'theirs', action: 'skipped', reason: 'this elkctl does not know that kind' },
    ])
    expect(await restoring([])).toMatchObject({ code: 0, verdict: 'Nothing to restore: the backup has no objects.' })
  })

  it('cannot be told by a damaged backup: destroy says what to do with it', async () => {
    const at = bed.installation()
    writeFileSync(join(at.folder, 'elkctl-backup-openvidu-2026-01-01T00-00-00-000Z.json'), '{"format": 1')
    const result = await runElkctl(['destroy', '--env-file', at.envFile, '--yes', 'openvidu'])
    expectRefusal(result, { code: 3, says: ['is no JSON object'], next: 'move it away' }, [bed.admin.password])
  })

  it('is not touched where the backup cannot be written', async () => {
    const at = bed.installation()
    await bed.asAdmin('PUT', '/_ingest/pipeline/openvidu-logs-pipeline', mine)
    const result = await runElkctl([
      ...['init', '--env-file', at.envFile, '--yes', '--write-env', '--backup-dir', join(at.folder, 'nowhere')],
    ])
    expectRefusal(result, { code: 3, says: ['cannot be backed up'], next: '--backup-dir' }, [bed.admin.password])
    expect(await pipeline('openvidu-logs-pipeline')).toEqual(mine)
  })
})
