import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  startKibanaDouble,
  startOpenSearchDashboardsDouble,
  type DashboardsDouble,
} from '../../../sandbox/dashboards/index.js'
import { leaseEngine } from '../../../sandbox/engine-lease.js'
import type { Engine, EngineName } from '../../../sandbox/engine.js'

const cases: {
  engineName: EngineName
  xsrf: string
  start: (options: { engineUrl: string }) => Promise<DashboardsDouble>
}[] = [
  { engineName: 'elasticsearch-7.10', xsrf: 'kbn-xsrf', start: startKibanaDouble },
  { engineName: 'opensearch-2.19', xsrf: 'osd-xsrf', start: startOpenSearchDashboardsDouble },
]

describe.each(cases)('A dashboards server in front of $engineName without security', ({ engineName, xsrf, start }) => {
  let engine: Engine
  let dashboards: DashboardsDouble

  beforeAll(async () => {
    engine = await leaseEngine({ name: engineName, security: false })
    dashboards = await start({ engineUrl: engine.url })
  }, 240_000)

  afterAll(async () => {
    await dashboards.stop()
    await engine.stop()
  })

  const anyone = { authorization: `Basic ${Buffer.from('nobody:nothing').toString('base64')}` }

  it('asks nobody for a password', async () => {
    const answers = await Promise.all([{}, anyone].map((headers) => fetch(`${dashboards.url}/api/status`, { headers })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it('lets everybody import, into the one place there is', async () => {
    const form = new FormData()
    form.append(
      'file',
      new Blob([JSON.stringify({ type: 'search', id: 'logs', attributes: { title: 'Logs' } })]),
      'logs.ndjson',
    )
    const headers = { [xsrf]: 'true', securitytenant: 'private' }
    const imported = await fetch(`${dashboards.url}/api/saved_objects/_import`, { method: 'POST', headers, body: form })
    const found = await fetch(`${dashboards.url}/api/saved_objects/search/logs`, { headers: anyone })
    expect(await imported.json()).toMatchObject({ success: true, successCount: 1 })
    expect(await found.json()).toMatchObject({ id: 'logs', attributes: { title: 'Logs' } })
  })

  it('has no rights to give away', async () => {
    const paths = ['/api/security/role', '/api/v1/configuration/account']
    const answers = await Promise.all(paths.map((path) => fetch(`${dashboards.url}${path}`)))
    expect(answers.map(({ ok }) => ok)).toEqual([false, false])
  })
})
