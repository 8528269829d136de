import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { expectRefusal, lineOf } from '../support/expectations.js'
import { report, type JsonReport } from '../support/json-report.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

const asAdmin = () => ({ ELKCTL_ADMIN_USERNAME: bed.admin.username, ELKCTL_ADMIN_PASSWORD: bed.admin.password })

const init = (at: Installation) =>
  report(['init', '--env-file', at.envFile, '--yes', '--write-env'], { env: asAdmin() })

const destroy = (at: Installation, ...more: string[]) =>
  report(['destroy', '--env-file', at.envFile, ...more], { env: asAdmin() })

/** Everything that elkctl could have made. */
async function everything(): Promise<unknown> {
  const lists = [
    '/_ingest/pipeline',
    '/_index_template',
    '/_template',
    '/_security/user',
    '/_security/role/openvidu-role',
  ]
  const state = await bed.asAdmin('GET', '/_cluster/state/metadata')
  const answers = await Promise.all(lists.map((path) => bed.asAdmin('GET', path)))
  const objects = bed.stack.dashboards?.double.objects.at('default')
  const saved = objects?.ofTypes(['index-pattern', 'search', 'visualization', 'dashboard'])
  return JSON.parse(JSON.stringify([state, ...answers, saved]))
}

const of = ({ plan }: JsonReport, action: string) =>
  plan.filter((change) => change.action === action).map(({ kind, name, reason }) => [`${kind} ${name}`, reason])

describe('destroy', () => {
  it('leaves the stack as it was before init, and a second one finds nothing', async () => {
    const before = await everything()
    const at = bed.installation()
    await init(at)
    const made = readFileSync(at.envFile, 'utf8')
    const writes = bed.writes()
    const shown = await destroy(at, '--dry-run')
    expect(shown.code).toBe(2)
    expect(bed.writes()).toEqual(writes)

    const lists = () => bed.requests().filter((request) => request.includes('/saved_objects/_find'))
    const listed = lists().length
    const done = await destroy(at, '--yes', 'openvidu')
    // What there is and what uses it, for the plan, before the first goes and when all have: however many there are.
    expect(lists()).toHaveLength(listed + 4)
    expect(done).toMatchObject({ code: 0, verdict: 'Done: 136 objects and 1 index taken away.' })
    expect(done.notes.join()).toContain('names openvidu: OpenVidu Pro can no longer sign in')
    expect(done.notes.at(-1)).toBe(
      `${at.envFile} still has the account openvidu, which was removed: line ${lineOf(at, 'ELASTICSEARCH_USERNAME')} (ELASTICSEARCH_USERNAME) and line ${lineOf(at, 'ELASTICSEARCH_PASSWORD')} (ELASTICSEARCH_PASSWORD). Put another user there, or take both out; then ./openvidu restart`,
    )
    expect(of(done, 'remove')).toEqual(of(shown, 'remove'))
    expect(await everything()).toEqual(before)
    expect(readFileSync(at.envFile, 'utf8')).toBe(made)

    const after = bed.writes()
    const again = await destroy(at, '--yes', 'openvidu')
    expect(again).toMatchObject({
      code: 0,
      plan: [],
      verdict: expect.stringMatching(/^Nothing to take away:/) as unknown,
    })
    expect(bed.writes()).toEqual(after)
  })

  it('keeps what was edited, what others made or need, and what that needs, unless it is asked for', async () => {
    const at = bed.installation()
    await init(at)
    const { body } = await bed.asAdmin('GET', '/_ingest/pipeline')
    const browser = (body as Record<string, { description: string }>)['openvidu-browser-pipeline']
    await bed.asAdmin('PUT', '/_ingest/pipeline/openvidu-browser-pipeline', { ...browser, processors: [] })
    await bed.asAdmin('PUT', '/_ingest/pipeline/openvidu-logs-pipeline', { description: 'mine', processors: [] })
    await bed.asAdmin('PUT', '/_index_template/strangers', {
      index_patterns: ['strangers-*'],
      template: { settings: { index: { final_pipeline: 'openvidu-nginx-pipeline' } } },
    })
    await bed.asAdmin('PUT', '/_security/user/carol', { password: 'velvet-Orbit-93', roles: ['openvidu-role'] })
    const objects = bed.stack.dashboards?.double.objects.at('default')
    const chart = { type: 'visualization', id: 'openvidu-nginx-request-rate' }
    objects?.put({
      ...{ type: 'dashboard', id: 'mine', attributes: { title: 'Mine', panelsJSON: '[]' }, version: 'WzEsMV0=' },
      ...{ references: [{ ...chart, name: 'panel_0' }], updated_at: '2026-01-01T00:00:00.000Z' },
    } as never)
    const kept = [
      ['saved object visualization/openvidu-nginx-request-rate', 'kept: saved object dashboard/mine needs it'],
      [
        'saved object visualization/openvidu-installed-by-elkctl',
        'kept: saved object visualization/openvidu-nginx-request-rate needs it',
      ],
      ['ingest pipeline openvidu-browser-pipeline', 'kept: it was edited by hand since elkctl wrote it'],
      ['ingest pipeline openvidu-logs-pipeline', 'kept: elkctl did not write it'],
      ['ingest pipeline openvidu-nginx-pipeline', 'kept: template strangers needs it'],
      ['role openvidu-role', 'kept: user carol needs it'],
    ]
    const done = await destroy(at, '--yes', 'openvidu')
    expect({ code: done.code, error: done.error }).toEqual({ code: 0, error: undefined })
    expect(of(done, 'skipped')).toEqual(kept)
    const second = await destroy(at, '--yes', 'openvidu')
    expect([of(second, 'remove'), of(second, 'skipped')]).toEqual([[], kept])
    expect(second.code).toBe(0)
    const also = [
      ...['saved-object/visualization/openvidu-nginx-request-rate'],
      ...['ingest-pipeline/openvidu-browser-pipeline', 'ingest-pipeline/openvidu-nginx-pipeline'],
    ]
    const third = await destroy(at, '--yes', 'openvidu', ...also.flatMap((one) => ['--also', one]))
    expect(of(third, 'remove').map(([name]) => name)).toEqual([
      'saved object visualization/openvidu-nginx-request-rate',
      // Nothing is left that it keeps a mark of.
      'saved object visualization/openvidu-installed-by-elkctl',
      'ingest pipeline openvidu-browser-pipeline',
      'ingest pipeline openvidu-nginx-pipeline',
    ])
    expect(third).toMatchObject({ code: 0, verdict: expect.stringMatching(/^Done: 4 objects taken away/) as unknown })
  })

  it('takes what was replaced as a whole for the work of others: it is left, also after another init, unless it is asked for', async () => {
    const at = bed.installation()
    const name = 'openvidu-logs-pipeline'
    const mine = { description: 'mine', processors: [{ set: { field: 'a', value: 'b' } }] }
    const pipeline = async () => ((await bed.asAdmin('GET', '/_ingest/pipeline')).body as Record<string, object>)[name]
    await init(at)
    await bed.asAdmin('PUT', `/_ingest/pipeline/${name}`, mine)
    const kept = [[`ingest pipeline ${name}`, 'kept: elkctl did not write it']]
    expect(of(await destroy(at, '--dry-run'), 'skipped')).toEqual(kept)

    const replaced = await init(at)
    expect(of(replaced, 'update').map(([what]) => what)).toEqual([`ingest pipeline ${name}`])
    expect(replaced.backup).toContain('elkctl-backup-')
    const done = await destroy(at, '--yes', 'openvidu')
    expect(of(done, 'update').map(([what]) => what)).toEqual([`ingest pipeline ${name}`])
    expect(await pipeline()).toEqual(mine)
    const second = await destroy(at, '--yes', 'openvidu')
    expect([of(second, 'remove'), of(second, 'skipped')]).toEqual([[], kept])
    const third = await destroy(at, '--yes', 'openvidu', '--also', `ingest-pipeline/${name}`)
    expect(third).toMatchObject({ code: 0, verdict: 'Done: 1 object taken away.' })
    expect(await pipeline()).toBeUndefined()
  })

  it.each([
    {
      args: [],
      says: ['--yes: needed, because there is no terminal to confirm 1 removal'],
      next: 'Add --yes openvidu',
    },
    { args: ['--yes'], says: ['--yes: it needs the name of the profile'], next: '--yes openvidu' },
    { args: ['--yes', 'dodas'], says: ['the profile is openvidu, not dodas'], next: '--yes openvidu' },
  ])('asks for the name of the profile: %j', async ({ args, says, next }) => {
    const at = bed.installation()
    await bed.asAdmin('PUT', '/_ingest/pipeline/openvidu-logs-pipeline', {
      ...{ description: '[elkctl:openvidu:000000000000]', processors: [] },
    })
    const result = await runElkctl(['destroy', '--env-file', at.envFile, ...args])
    expectRefusal(result, { code: 3, says, next }, [bed.admin.password])
    expect((await bed.asAdmin('GET', '/_ingest/pipeline')).body).toHaveProperty('openvidu-logs-pipeline')
  })
})
