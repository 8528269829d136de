import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { besideOthers } from '../../sandbox/bench/crowd.js'
import { benchData } from '../../sandbox/bench/objects.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

it('600 objects of ours are found beside 2,000 templates and 10,000 indices of others with four requests', async () => {
  const data = benchData(600, 100)
  const settings = join(data.folder, 'other.env')
  writeFileSync(settings, 'OTHER=setting\n')
  const asAdministrator = ['--admin-username', bed.admin.username, '--search-url', bed.searchUrl]
  const init = () =>
    runElkctl(['init', '--yes', '--no-dashboards', '--data', data.folder, '--env-file', settings, ...asAdministrator], {
      env: { ELKCTL_ADMIN_PASSWORD: bed.admin.password },
    })
  try {
    bed.onSearch = besideOthers(bed.stack.engine.url)
    expect(await init()).toMatchObject({ code: 0, stdout: expect.stringContaining('600 changes made') as unknown })
    bed.stack.clear()
    expect(await init()).toMatchObject({ code: 0, stdout: expect.stringContaining('600 unchanged') as unknown })
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
  } finally {
    data.remove()
  }
}, 120_000)
