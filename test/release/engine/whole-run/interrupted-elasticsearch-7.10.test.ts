import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../../../sandbox/package-folder.js'
import { runElkctl } from '../../../../sandbox/run-elkctl.js'
import { basic, onTestbed } from '../../../support/testbed.js'

/** One case on a real engine of what `test/in-memory` tries at every request. */
const bed = onTestbed({ engine: 'real' })

const init = ['init', '--yes', '--write-env']

it('Ctrl-C when a probe is written, but the answer is not here yet: nothing left over, and the next run completes', async () => {
  const at = bed.installation()
  const before = at.env()
  const { code, stdout } = await runElkctl([...init, '--env-file', at.envFile], {
    onStart: (child) => {
      bed.onSearch = async (request) => {
        if (request.method !== 'PUT' || !request.path.startsWith('/loadtest-elkctl-check')) return undefined
        bed.onSearch = undefined
        await bed.passOn('search', request)
        child.kill('SIGINT')
        return 'hang'
      }
    },
  })
  expect({ code, stdout }).toEqual({ code: 130, stdout: expect.stringMatching(/^Interrupted: /m) })
  expect(at.env()).toBe(before)
  expect((await bed.asAdmin('GET', '/_security/user/openvidu')).status).toBe(404)
  expect((await bed.asAdmin('GET', '/_cat/indices/*elkctl-check*?h=index')).body).toBe('')
  expect(await runElkctl([...init, '--env-file', at.envFile])).toMatchObject({ code: 0, stderr: '' })
})

it('a stack that goes away at the user and comes back: the second run completes', async () => {
  const at = bed.installation()
  let isGone = false
  bed.onSearch = bed.onKibana = ({ method, path }) => {
    isGone ||= method === 'PUT' && path.startsWith('/_security/user/')
    return isGone ? 'drop' : undefined
  }
  const { code, stdout } = await runElkctl([...init, '--env-file', at.envFile, '--wait', '1s'])
  expect({ code, stdout }).toEqual({ code: 8, stdout: expect.stringMatching(/^Done in part: /m) })
  bed.onSearch = bed.onKibana = undefined
  expect(await runElkctl([...init, '--env-file', at.envFile])).toMatchObject({ code: 0, stderr: '' })
  const signIn = { username: 'openvidu', password: String(at.value('ELASTICSEARCH_PASSWORD')) }
  const answer = await fetch(`${bed.searchUrl}/_security/_authenticate`, { headers: { authorization: basic(signIn) } })
  expect(answer.status).toBe(200)
})

describe('probes that a killed run left', () => {
  const event = JSON.parse(
    readFileSync(join(packageFolder(), 'templates', 'openvidu', 'checks', 'openvidu.json'), 'utf8'),
  ) as { document: object }
  const put = async (path: string, document: object) => {
    expect((await bed.asAdmin('PUT', `${path}?refresh=true`, document)).status).toBe(201)
  }
  const isThere = async (path: string) => (await bed.asAdmin('GET', path)).status === 200

  it('are not taken for data, and go with the next check; what only looks like one stays', async () => {
    const at = bed.installation()
    expect(await runElkctl([...init, '--env-file', at.envFile])).toMatchObject({ code: 0, stderr: '' })
    const left = [
      '/server-metrics-elkctl-check-0a1b2c3d/_doc/elkctl-check-0a1b2c3d',
      '/openvidu/_doc/elkctl-check-0a1b2c3d',
    ]
    await put(String(left[0]), { name: 'http_server_requests' })
    await put(String(left[1]), event.document)
    const load = ['sample-data', 'load', '--env-file', at.envFile, '--hours', '1', '--scale', '0.1']
    expect(await runElkctl(load)).toMatchObject({ code: 0, stderr: '' })

    const others = [
      '/loadtest-elkctl-check-0a1b2c3d/_doc/elkctl-check-0a1b2c3d',
      '/loadtest-elkctl-check-0a1b2c3d/_doc/2',
      '/filebeat-nginx-elkctl-check-0a1b2c3d/_doc/elkctl-check-11111111',
      '/openvidu/_doc/elkctl-check-11111111',
    ]
    for (const path of others) await put(path, { message: 'about elkctl-check' })
    const { stdout, stderr } = await runElkctl(['verify', '--write-probe', '--env-file', at.envFile])
    expect(stdout + stderr).toContain(
      'removed probes of an earlier run: server-metrics-elkctl-check-0a1b2c3d, openvidu/_doc/elkctl-check-0a1b2c3d',
    )
    expect(await Promise.all(left.map(isThere))).toEqual([false, false])
    expect(await Promise.all(others.map(isThere))).toEqual([true, true, true, true])
  })
})
