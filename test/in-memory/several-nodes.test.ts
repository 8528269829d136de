import { writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { onTestbed } from '../support/testbed.js'
import { runOnTerminal } from '../support/terminal.js'

const bed = onTestbed()

const keys = ['ELASTICSEARCH_USERNAME', 'ELASTICSEARCH_PASSWORD'] as const
const start = (command: string, { envFile }: Installation, ...more: string[]) =>
  runElkctl([command, '--env-file', envFile, ...more])

/** What a person does by hand. */
function copyAccount(from: Installation, to: Installation): void {
  const text = keys.reduce(
    (present, key) => present.replace(new RegExp(`^${key}=.*$`, 'm'), () => `${key}=${String(from.value(key))}`),
    to.env(),
  )
  writeFileSync(to.envFile, text)
}

const warning =
  'Warning: the .env of each other node of a cluster (Enterprise HA) may have the old password of openvidu, which stops working: copy the lines ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD there right afterwards, and restart OpenVidu Pro.'

describe('two nodes of a cluster, with a .env each', () => {
  let first: Installation
  let second: Installation
  beforeEach(async () => {
    first = bed.installation()
    second = bed.installation()
    expect(await start('init', first, '--yes', '--write-env')).toMatchObject({ code: 0 })
    expect(first.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
  })

  it('the second is told to take the account from the first, which init then checks', async () => {
    const before = second.env()
    const lacking = await start('init', second, '--yes', '--write-env')
    expect(lacking.code).toBe(8)
    expect(lacking.stdout).toContain(
      `${second.envFile} does not name openvidu, whose password elkctl does not know. Does another node have it? Copy the lines ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD from there, and run this command again.`,
    )
    expect(second.env()).toBe(before)
    copyAccount(first, second)
    expect(await start('init', second, '--yes', '--write-env')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to do') as unknown,
    })
    for (const node of [first, second]) expect(await start('verify', node)).toMatchObject({ code: 0 })
  })

  it('a mistake in copying shows', async () => {
    copyAccount(first, second)
    writeFileSync(second.envFile, second.env().replace(/^(ELASTICSEARCH_PASSWORD=).*$/m, '$1mistyped'))
    expect(await start('init', second, '--yes', '--write-env')).toMatchObject({ code: 4 })
  })

  it('a new password on one stops the other until it is copied, and elkctl says so first', async () => {
    copyAccount(first, second)
    const rotated = await start('rotate-password', second, '--yes')
    expect(rotated).toMatchObject({ code: 0 })
    expect(rotated.stderr).toContain(warning)
    expect(await start('verify', first)).toMatchObject({ code: 4 })
    copyAccount(second, first)
    for (const node of [first, second]) expect(await start('verify', node)).toMatchObject({ code: 0 })
  })

  it('a no on the terminal changes nothing', async () => {
    const password = first.value('ELASTICSEARCH_PASSWORD')
    const { code, text } = await runOnTerminal(['rotate-password', '--env-file', first.envFile], {
      answers: [['Change the password of openvidu now?', 'n\r']],
    })
    expect(code).toBe(3)
    expect(text.replace(/\s+/g, ' ')).toContain(warning)
    expect(first.value('ELASTICSEARCH_PASSWORD')).toBe(password)
    expect(await start('verify', first)).toMatchObject({ code: 0 })
  })

  it('--reset-password says it too, but not of the account of a person', async () => {
    const reset = await start('init', second, '--yes', '--write-env', '--reset-password')
    expect(reset).toMatchObject({ code: 0 })
    expect(reset.stderr).toContain(warning)
    expect(await start('verify', first)).toMatchObject({ code: 4 })
    const carol = ['carol', '--read-only', '--yes', '--admin-username', bed.admin.username]
    const file = (name: string) => ['--credentials-file', `${second.folder}/${name}`]
    const env = { ELKCTL_ADMIN_PASSWORD: bed.admin.password }
    const create = (...more: string[]) =>
      runElkctl(['create-user', ...carol, '--env-file', second.envFile, ...more], { env })
    expect(await create(...file('one'))).toMatchObject({ code: 0 })
    const again = await create(...file('two'), '--reset-password')
    expect(again).toMatchObject({ code: 0 })
    expect(again.stderr).not.toContain('old password')
  })
})
