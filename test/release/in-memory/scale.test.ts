import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { besideOthers } from '../../../sandbox/bench/crowd.js'
import { benchData } from '../../../sandbox/bench/objects.js'
import { runElkctl } from '../../../sandbox/run-elkctl.js'
import { report } from '../../support/json-report.js'
import { onTestbed } from '../../support/testbed.js'

const bed = onTestbed()

/** What was asked, without queries. */
const asked = (): string[] =>
  bed.stack
    .requests()
    .map((request) => String(request.split('?')[0]))
    .sort()

/** MB: of 4 is the answer with all of them, and with 24 Node.js gives up. */
const heap = 64

it('600 objects of ours are found beside 2,000 templates and 10,000 indices of others with four requests, and planned and taken away in bounded memory', async () => {
  const data = benchData(600, 100)
  const settings = join(data.folder, 'other.env')
  writeFileSync(settings, 'OTHER=setting\n')
  const run = (command: string, ...more: string[]) =>
    runElkctl(
      [
        ...[command, ...more, '--no-dashboards', '--data', data.folder, '--env-file', settings],
        ...['--admin-username', bed.admin.username, '--search-url', bed.searchUrl],
      ],
      { env: { ELKCTL_ADMIN_PASSWORD: bed.admin.password, NODE_OPTIONS: `--max-old-space-size=${heap}` } },
    )
  const ending = (stdout: string) => ({ code: 0, stderr: '', stdout: expect.stringContaining(stdout) as unknown })
  try {
    bed.onSearch = besideOthers(bed.stack.engine.url)
    expect(await run('init', '--yes')).toMatchObject(ending('600 changes made'))
    bed.stack.clear()
    expect(await run('init', '--yes')).toMatchObject(ending('600 unchanged'))
    expect(asked()).toEqual([
      'GET /',
      'GET /_cluster/state/metadata',
      'GET /_security/_authenticate',
      'GET /_security/role/bench-role',
    ])
    expect(await run('plan')).toMatchObject(ending('600 unchanged'))
    bed.stack.clear()
    expect(await run('destroy', '--yes', 'bench')).toMatchObject(ending('600 objects taken away'))
    const reads = bed.requests().filter((request) => !request.startsWith('DELETE'))
    expect(reads.map((request) => String(request.split('?')[0])).sort()).toEqual([
      ...['GET /', 'GET /_cluster/state/metadata', 'GET /_cluster/state/metadata', 'GET /_cluster/state/metadata'],
      ...['GET /_index_template', 'GET /_ingest/pipeline', 'GET /_security/_authenticate'],
      ...['GET /_security/role/bench-role', 'GET /_security/role/bench-role', 'GET /_security/user'],
    ])
  } finally {
    data.remove()
  }
}, 120_000)

describe('a second run of OpenVidu with its 136 objects', () => {
  // Only where the server has no ILM are policies asked for by themselves.
  const always = ['GET /', 'GET /_cluster/state/metadata', 'GET /_ilm/policy', 'GET /_security/_authenticate']
  const ofKibana = ['GET /kibana/api/saved_objects/_find', 'GET /kibana/api/status']

  it('asks each question once, whoever signs in', async () => {
    const { envFile } = bed.installation()
    const init = async (asAdministrator: boolean, ...more: string[]) => {
      const { username, password } = bed.admin
      const env = asAdministrator ? { ELKCTL_ADMIN_USERNAME: username, ELKCTL_ADMIN_PASSWORD: password } : {}
      bed.stack.clear()
      return report(['init', '--yes', '--write-env', '--env-file', envFile, ...more], { env })
    }
    expect(await init(true)).toMatchObject({ code: 0, verdict: expect.stringContaining('136 changes made') as unknown })
    const again = { code: 0, verdict: 'Nothing to do: 136 unchanged, 4 skipped.' }
    expect(await init(false)).toMatchObject(again)
    expect(asked()).toEqual([...always, 'GET /_security/user/_privileges', ...ofKibana].sort())
    expect(await init(true)).toMatchObject(again)
    // An administrator sees role and user, and the password of the account in the file is tried.
    const more = ['GET /_security/user/openvidu', 'GET /kibana/api/security/role/openvidu-role', 'GET /']
    expect(asked()).toEqual([...always, ...more, ...ofKibana].sort())
  })
})
