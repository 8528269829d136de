import { existsSync, rmSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { memoryFolder } from '../support/memory-folder.js'

const enough = () => 4 * 2 ** 30
const mount = (type: string, options: string) => [['tmpfs', '/dev/shm', type, options, '0', '0']]

describe('a folder in memory for engines and tests', () => {
  it.each([
    { where: 'there is no such place', mounts: [['/dev/vda', '/', 'ext4', 'rw']], free: enough },
    { where: 'a disk is mounted there', mounts: mount('ext4', 'rw'), free: enough },
    { where: 'no program may be started from it', mounts: mount('tmpfs', 'rw,nosuid,nodev,noexec'), free: enough },
    { where: 'it is as small as in a container', mounts: mount('tmpfs', 'rw'), free: () => 64 * 2 ** 20 },
  ])('is not used where $where', ({ mounts, free }) => {
    expect(memoryFolder(mounts, free)).toBeUndefined()
  })

  const whyNot = existsSync('/dev/shm') ? '' : ' (not here: no /dev/shm)'
  const run = whyNot === '' ? it : it.skip
  run(`is made where programs may be started and there is room${whyNot}`, () => {
    const folder = memoryFolder(mount('tmpfs', 'rw,relatime'), enough)
    expect(folder).toMatch(/^\/dev\/shm\/elkctl-tests-\w{6}$/)
    rmSync(String(folder), { recursive: true })
  })
})
