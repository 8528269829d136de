import { expect, it } from '@jest/globals'
import { byAction, report } from '../support/json-report.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

it('what a person edited stays until it is to be replaced, and everyone says so', async () => {
  const at = bed.installation()
  const env = { ELKCTL_ADMIN_USERNAME: bed.admin.username, ELKCTL_ADMIN_PASSWORD: bed.admin.password }
  const run = (command: string, ...more: string[]) => report([command, ...more, '--env-file', at.envFile], { env })
  const name = 'openvidu-browser-pipeline'
  const pipeline = async () => ((await bed.asAdmin('GET', '/_ingest/pipeline')).body as Record<string, object>)[name]
  await run('init', '--yes', '--write-env')
  const ours = await pipeline()
  const edited = { ...ours, processors: [{ set: { field: 'mine', value: 'yes' } }] }
  await bed.asAdmin('PUT', `/_ingest/pipeline/${name}`, edited)

  const note = `ingest pipeline ${name} was edited by hand since elkctl wrote it, and kept: --overwrite replaces that`
  const plan = await run('plan')
  expect(byAction(plan)['kept']).toEqual([`ingest pipeline ${name}`])
  expect(plan).toMatchObject({ code: 0, notes: [note] })
  const writes = bed.writes()
  expect(await run('init', '--yes', '--write-env')).toMatchObject({ code: 0, notes: [note] })
  expect(bed.writes()).toEqual(writes)
  expect(await pipeline()).toEqual(edited)
  const verified = await run('verify')
  expect(verified.code).toBe(2)
  expect(verified.verdict).toContain('1 edited by hand and kept')

  expect(byAction(await run('plan', '--overwrite'))['update']).toEqual([`ingest pipeline ${name}`])
  const replaced = await run('init', '--yes', '--write-env', '--overwrite')
  expect(replaced).toMatchObject({ code: 0, backup: expect.stringContaining('elkctl-backup-') as unknown })
  expect(await pipeline()).toEqual(ours)
})
