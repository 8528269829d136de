import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { makeInstallation } from '../../../sandbox/installation.js'
import { startProxy, type Proxy } from '../../../sandbox/proxy.js'
import { run, type Situation } from './situation.js'

/** Elasticsearch only: Kibana's spaces. */
export function describeSpaces(at: Situation): void {
  let kibana: Proxy
  let own: Installation
  let without: Installation

  describe('create-user --spaces', () => {
    beforeAll(async () => {
      const { engine, search, dashboards } = at.stack
      // The double has one space, and no way to make another: this one has three.
      kibana = await startProxy({
        target: String(dashboards?.url),
        answer: ({ path }) =>
          path === '/api/spaces/space'
            ? { status: 200, body: ['default', 'video', 'ops'].map((id) => ({ id, name: id, disabledFeatures: [] })) }
            : undefined,
      })
      const { username, password } = engine
      own = makeInstallation({ searchUrl: search.url, dashboardsUrl: kibana.url, username, password })
      without = makeInstallation({ searchUrl: search.url, username, password })
    })
    afterAll(async () => {
      own.remove()
      without.remove()
      await kibana.stop()
    })

    const create = (spaces: string, more: string[] = []) =>
      run(own, ['create-user', 'sue', '--read-only', '--role', 'sue-role', '--spaces', spaces, '--yes', ...more])

    it('gives the role in these spaces alone', async () => {
      const made = await create('video, ops,video', ['--credentials-file', join(own.folder, 'sue')])
      expect(made.error).toBeUndefined()
      const { body } = await at.admin('GET', '/_security/role/sue-role')
      expect(body['sue-role']).toMatchObject({
        applications: [{ application: 'kibana-.kibana', resources: ['space:ops', 'space:video'] }],
      })
      kibana.clear()
      expect((await create('ops,video', ['--credentials-file', join(own.folder, 'other')])).outcomes).toEqual([])
      expect(kibana.writes()).toEqual([])
    })

    it('does not move a role of others to other spaces', async () => {
      kibana.clear()
      const refused = await run(own, [
        'create-user',
        'sid',
        ...['--read-only', '--role', 'sue-role', '--spaces', 'default', '--yes'],
        ...['--credentials-file', join(own.folder, 'sid')],
      ])
      expect(refused.code).toBe(7)
      expect(refused.error?.message).toContain('sue-role')
      expect(refused.error?.hint).toContain('--role NAME')
      expect(kibana.writes()).toEqual([])
    })

    it('refuses a space that Kibana does not have, which Kibana itself would take', async () => {
      kibana.clear()
      const refused = await create('video,nope', ['--password-stdin'])
      expect(refused.code).toBe(3)
      const named = await run(own, ['create-user', 'sam', '--spaces', 'video,nope', '--yes', '--password-stdin'], {
        stdin: 'kT7-velvet-Orbit-93',
      })
      expect(named.code).toBe(3)
      expect(named.error?.message).toContain('no space "nope"')
      expect(named.error?.hint).toContain('default, video, ops')
      expect(kibana.writes()).toEqual([])
    })

    it('does not guess where there is no Kibana', async () => {
      const refused = await run(without, ['create-user', 'sam', '--spaces', 'video', '--yes', '--password-stdin'], {
        stdin: 'kT7-velvet-Orbit-93',
      })
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toContain('there is no Kibana')
    })
  })
}
