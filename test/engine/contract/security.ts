import { readFileSync, statSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import type { Account } from '../../support/account.js'
import type { Runs } from './runs.js'
import { applied, planned, type Situation } from './situation.js'

const today = new Date().toISOString().slice(0, 10).replaceAll('-', '.')

/** What OpenVidu makes when it starts, and halts without. */
const atStart = [
  'filebeat-nginx',
  'filebeat-redis',
  'filebeat-kurento',
  'filebeat-mediasoup',
  'filebeat-speech-to-text',
  'openvidu-logs',
  'openvidu-browser-logs',
  'metricbeat',
].map((prefix) => `${prefix}-${today}`)

/** Role, user, and what the account may do. */
export function describeSecurity(at: Situation, runs: Runs): void {
  const openvidu = (): Account => at.as('openvidu', at.installation.value('ELASTICSEARCH_PASSWORD'))

  it('is made by the first run, and the account signs in with what stands in .env', async () => {
    const first = await runs.first()
    expect(applied(first)).toEqual(
      expect.arrayContaining([
        'role openvidu-role',
        'user openvidu',
        ...(at.isOpenSearch ? ['role mapping openvidu-role'] : []),
      ]),
    )
    expect(first.notes.join()).toContain('openvidu-browser-logs*, because')
    expect((await openvidu()('GET', '/')).status).toBe(200)
    expect((await at.as('openvidu', 'wrong')('GET', '/')).status).toBe(401)
  })

  it('puts the account into .env and changes nothing else there; the administrator’s password is kept nowhere', async () => {
    const { handedOver } = await runs.first()
    const { text, mode } = at.envBefore
    const lines = text.split('\n')
    const changed = at.installation
      .env()
      .split('\n')
      .filter((line, index) => line !== lines[index])
    expect(changed[0]).toBe('ELASTICSEARCH_USERNAME=openvidu')
    expect(changed.map((line) => line.split('=')[0])).toEqual(['ELASTICSEARCH_USERNAME', 'ELASTICSEARCH_PASSWORD'])
    expect(statSync(at.installation.envFile).mode).toBe(mode)
    const { password } = at.stack.engine
    expect(readFileSync(String(handedOver?.backup), 'utf8')).toBe(
      text.replace(`ELASTICSEARCH_PASSWORD=${password}`, 'ELASTICSEARCH_PASSWORD='),
    )
  })

  it('lets the account do what OpenVidu does when it starts, and nothing beyond', async () => {
    await runs.first()
    const as = openvidu()
    const needed = [
      ...atStart.map((index) => ['PUT', `/${index}`] as const),
      ['PUT', '/_ingest/pipeline/contract', { processors: [] }] as const,
      [
        'PUT',
        '/_template/contract',
        { index_patterns: ['openvidu-contract-logs*'], settings: { number_of_shards: 1 } },
      ] as const,
    ]
    const beyond = [
      ['PUT', '/somebody-else'],
      ['GET', at.isOpenSearch ? `${at.securityPath}/roles` : '/_security/user'],
      ['PUT', '/_cluster/settings', { transient: { 'cluster.routing.allocation.enable': 'all' } }],
    ] as const
    // Amazon's service answers 401 where the product answers 403.
    const ask = ([method, path, body]: readonly [string, string, object?]) =>
      as(method, path, body).then(({ status }) => `${path} ${status === 401 ? 403 : status}`)
    expect(await Promise.all(needed.map(ask))).toEqual(needed.map(([, path]) => `${path} 200`))
    expect(await Promise.all(beyond.map(ask))).toEqual(beyond.map(([, path]) => `${path} 403`))
    await at.search('DELETE', '/_ingest/pipeline/contract')
    await at.search('DELETE', '/_template/contract')
    await at.search('DELETE', `/${atStart.join(',')}`)
  })

  // A version below the floor does not know all the privileges that are asked about.
  if (at.contract.belowFloor !== true)
    it('is proved by verify --access, which writes nothing', async () => {
      await runs.first()
      at.stack.clear()
      const proof = await at.elkctl('verify', '--access')
      expect(proof.error).toBeUndefined()
      expect(proof.access?.rights.filter(({ status }) => !['pass', 'skip'].includes(status))).toEqual([])
      expect(proof.access?.rights.length).toBeGreaterThan(10)
      expect(proof.code).toBe(0)
      // OpenSearch answers no questions about rights: there it is tried with requests that cannot succeed, or match nothing.
      const succeeded = [...at.stack.search.writes(), ...(at.stack.dashboards?.proxy.writes() ?? [])].filter(
        ({ status = 0, path, body }) =>
          status < 300 && !path.includes('_has_privileges') && !matchesNothing({ path, body }),
      )
      expect(succeeded).toEqual([])
    })

  if (!at.isWhole) return

  it('is found changed and repaired', async () => {
    const { found, repaired } = await runs.drift()
    const names = ['role openvidu-role', at.isOpenSearch ? 'role mapping openvidu-role' : 'user openvidu']
    expect(planned(found, 'update')).toEqual(expect.arrayContaining(names))
    expect(applied(repaired)).toEqual(expect.arrayContaining(names))
    expect((await openvidu()('PUT', `/openvidu-logs-${today}`)).status).toBe(200)
    await at.search('DELETE', `/openvidu-logs-${today}`)
  })

  it('has a viewer made and removed', async () => {
    await runs.first()
    const file = `${at.installation.folder}/viewer`
    const made = await at.asAdmin('create-user', 'viewer', '--read-only', '--yes', '--credentials-file', file)
    expect(made.error).toBeUndefined()
    expect(made.code).toBe(0)
    expect(applied(made)).toEqual(expect.arrayContaining(['role openvidu-viewer-role', 'user viewer']))
    expect(made.checks.map(({ status }) => status)).toEqual(['pass'])
    const removed = await at.asAdmin('delete-user', 'viewer', '--yes')
    expect(removed.error).toBeUndefined()
    expect(removed.code).toBe(0)
    const [user, role] = at.isOpenSearch ? ['internalusers', 'roles'] : ['user', 'role']
    expect((await at.search('GET', `${at.securityPath}/${user}/viewer`)).status).toBe(404)
    expect((await at.search('GET', `${at.securityPath}/${role}/openvidu-viewer-role`)).status).toBe(404)
  })
}

export function describeWithoutSecurity(at: Situation, runs: Runs): void {
  it('is not there: role and user are skipped, and the output says what that means', async () => {
    const first = await runs.first()
    expect(first.missing.find(({ part }) => part === 'security')?.meaning).toContain('role and user are skipped')
    expect(planned(first, 'skipped')).toEqual(expect.arrayContaining(['role openvidu-role', 'user openvidu']))
    const refused = await at.elkctl('create-user', 'viewer', '--yes', '--credentials-file', '/nowhere')
    expect(refused.code).toBe(3)
    expect(refused.error?.message).toContain('no security')
  })
}

/** A deletion by a query without hits, and a policy for an index that is not there: 200, `updated_indices` 0 (recording 06 of opensearch-ism-completed). */
const matchesNothing = ({ path, body }: { path: string; body: string }): boolean =>
  body.includes('match_none') || /_ism\/add\/openvidu-logs-elkctl-probe-/.test(path)
