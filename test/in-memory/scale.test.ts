import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { besideOthers } from '../../sandbox/bench/crowd.js'
import { benchData } from '../../sandbox/bench/objects.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

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
    expect(
      bed
        .requests()
        .map((request) => String(request.split('?')[0]))
        .sort(),
    ).toEqual([
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
