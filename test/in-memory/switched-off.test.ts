import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'

/** An application that is told to use no stack: nothing is asked of any, and other settings may be missing. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'elkctl-switched-off-'))
  const meteo = join(packageFolder(), 'test/fixtures/applications/meteo/profile.json')
  const { $schema: _forEditors, ...profile } = JSON.parse(readFileSync(meteo, 'utf8')) as Record<string, unknown>
  const own = { ...profile, enabled: { key: 'storage.enabled', default: true } }
  writeFileSync(join(folder, 'profile.json'), JSON.stringify(own))
  writeFileSync(join(folder, 'settings.yaml'), 'storage:\n  enabled: no\n')
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

it.each([
  'init --yes --write-env',
  'plan',
  'verify --access',
  'create-user someone --yes --credentials-file credentials',
  'delete-user someone --yes',
  'rotate-password --yes',
  'sample-data load --yes',
  'sample-data remove',
])('%s', async (command) => {
  const settings = join(folder, 'settings.yaml')
  const { code, stdout, stderr } = await runElkctl([...command.split(' '), '--data', folder, '--env-file', settings])
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `Nothing to do: storage.enabled is false (${settings}:2), so Meteo Station uses no stack.\n`,
    stderr: '',
  })
  expect(readFileSync(settings, 'utf8')).toBe('storage:\n  enabled: no\n')
})

it('export writes a file all the same, and says so', async () => {
  const settings = join(folder, 'isp.env')
  writeFileSync(settings, 'ELASTICSEARCH_ENABLED=false\nELASTICSEARCH_HOSTS=http://127.0.0.1:9\n')
  const out = join(folder, 'filebeat.yml')
  const { code, stdout, stderr } = await runElkctl(['export', 'filebeat', '--env-file', settings, '--out', out])
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Done: .* is written/) as unknown })
  expect(stderr).toContain(
    `Note: ELASTICSEARCH_ENABLED is false (${settings}:1), so ISP Management Platform uses no stack.`,
  )
  expect(existsSync(out)).toBe(true)
})
