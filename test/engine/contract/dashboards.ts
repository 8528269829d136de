import { expect, it } from '@jest/globals'
import type { Runs } from './runs.js'
import { applied, planned, type Situation } from './situation.js'

const dashboard = '/api/saved_objects/dashboard/openvidu-recordings'

export function describeDashboards(at: Situation, runs: Runs): void {
  it('are imported by the first run, and the account opens them', async () => {
    const first = await runs.first()
    expect(applied(first)).toContain('saved object dashboard/openvidu-recordings')
    expect(first.checks.find(({ title }) => title === 'sees the dashboards')?.status).toBe('pass')
  })

  it('are where OpenVidu and every user look for them: in the global tenant, the default space', async () => {
    await runs.first()
    expect((await at.dashboards('GET', dashboard)).status).toBe(200)
  })

  if (at.isWhole)
    it('are found missing and imported again', async () => {
      const { found, repaired } = await runs.drift()
      expect(planned(found, 'create')).toContain('saved object dashboard/openvidu-recordings')
      expect(applied(repaired)).toContain('saved object dashboard/openvidu-recordings')
    })
}

export function describeWithoutDashboards(at: Situation, runs: Runs): void {
  it('are not there: the rest is done, and the role is as Kibana would store it', async () => {
    const first = await runs.first()
    expect(first.missing.map(({ part }) => part)).toContain('dashboards server')
    expect(planned(first, 'skipped')).toContain('saved object dashboard/openvidu-recordings')
    const { body } = await at.search('GET', `${at.securityPath}/role/openvidu-role`)
    expect(body['openvidu-role']).toMatchObject({
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_savedObjectsManagement.all'],
          resources: ['space:default'],
        },
      ],
    })
  })
}
