import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { installationOn, leftovers, run, type Situation } from './situation.js'

/** Mounts need a mount namespace of their own, which only root can make. */
const mayMount = spawnSync('unshare', ['-m', 'true']).status === 0
const itWithMounts = mayMount ? it : it.skip
const withMounts = mayMount ? '' : ' (skipped: it needs root, and the right to make a mount namespace)'

/** Starts a program in a mount namespace of its own, after these shell commands. */
const mounted = (commands: string): string[] => ['unshare', '-m', 'sh', '-ec', `${commands}; exec "$@"`, 'sh']

/** The configuration file in the places and states in which operators have it. */
export function describeEnvFile(at: Situation): void {
  let own: Installation
  let elsewhere: string
  const password = () => own.value('ELASTICSEARCH_PASSWORD')
  const rotate = (within?: string[]) => run(own, ['rotate-password', '--yes'], within === undefined ? {} : { within })

  describe('writing back to .env', () => {
    beforeEach(async () => {
      own = installationOn(at)
      elsewhere = mkdtempSync(join(tmpdir(), 'elkctl-elsewhere-'))
      await run(own, ['create-user', '--yes', '--reset-password', '--write-env'], { env: at.adminEnv })
      rmSync(`${own.envFile}.elkctl-backup`)
    })
    afterEach(() => {
      own.remove()
      rmSync(elsewhere, { recursive: true })
    })

    it('goes through a symbolic link, which stays one', async () => {
      const real = join(elsewhere, 'openvidu.env')
      writeFileSync(real, own.env())
      rmSync(own.envFile)
      symlinkSync(real, own.envFile)
      const old = password()
      expect((await rotate()).code).toBe(0)
      expect(lstatSync(own.envFile).isSymbolicLink()).toBe(true)
      expect(readFileSync(real, 'utf8')).toContain(`ELASTICSEARCH_PASSWORD=${String(password())}\n`)
      expect(password()).not.toBe(old)
      expect(leftovers(elsewhere)).toEqual([])
    })

    it('replaces a file that is read-only, as editors do, and keeps it so', async () => {
      chmodSync(own.envFile, 0o440)
      expect((await rotate()).code).toBe(0)
      expect(statSync(own.envFile).mode & 0o777).toBe(0o440)
      expect(await at.signsIn('openvidu', password())).toBe(true)
    })

    itWithMounts(`overwrites a file that is mounted by itself, as containers have it${withMounts}`, async () => {
      const onHost = join(elsewhere, 'host.env')
      renameSync(own.envFile, onHost)
      writeFileSync(own.envFile, '')
      const inode = statSync(onHost).ino
      const report = await rotate(mounted(`mount --bind '${onHost}' '${own.envFile}'`))
      expect(report.error).toBeUndefined()
      expect(report.code).toBe(0)
      expect(statSync(onHost).ino).toBe(inode)
      const now = /^ELASTICSEARCH_PASSWORD=(.*)$/m.exec(readFileSync(onHost, 'utf8'))?.[1]
      expect(await at.signsIn('openvidu', now)).toBe(true)
      expect(leftovers(own.folder)).toEqual([])
    })

    itWithMounts(`refuses a file that is mounted read-only before anything is changed${withMounts}`, async () => {
      const onHost = join(elsewhere, 'host.env')
      writeFileSync(onHost, own.env())
      const mount = `mount --bind '${onHost}' '${own.envFile}'; mount -o remount,bind,ro '${own.envFile}'`
      at.stack.clear()
      const report = await rotate(mounted(mount))
      expect(report.code).toBe(3)
      expect(report.error?.message).toContain('read-only')
      expect(at.stack.writes()).toEqual([])
      expect(leftovers(own.folder)).toEqual([])
    })

    itWithMounts(`refuses a folder without room for it before anything is changed${withMounts}`, async () => {
      const text = own.env()
      const small = join(elsewhere, 'small')
      mkdirSync(small)
      // The file itself has room in it; another of its size has not.
      const fill = `mount -t tmpfs -o size=64k none '${small}'; cp '${own.envFile}' '${small}/.env'; cp '${own.folder}/docker-compose.yml' '${small}'; head -c 60000 /dev/zero > '${small}/filler' || true`
      at.stack.clear()
      const report = await run({ ...own, envFile: join(small, '.env') }, ['rotate-password', '--yes'], {
        within: mounted(fill),
      })
      expect(report.code).toBe(3)
      expect(report.error?.message).toContain('no space left')
      expect(at.stack.writes()).toEqual([])
      expect(own.env()).toBe(text)
      expect(await at.signsIn('openvidu', password())).toBe(true)
    })

    itWithMounts(`leaves a mounted file whole when there is no room in it for more${withMounts}`, () => {
      const small = join(elsewhere, 'full')
      mkdirSync(small)
      const disk = new URL('../../../src/files/disk.js', import.meta.url).href
      const script = `
        import { readFileSync, writeFileSync } from 'node:fs'
        import { overwrite } from ${JSON.stringify(disk)}
        const file = ${JSON.stringify(join(small, '.env'))}
        writeFileSync(file, 'A=1\\n'.repeat(1000))
        let filled = 0
        try { for (;;) { writeFileSync(${JSON.stringify(join(small, 'filler'))} + filled, Buffer.alloc(4096)); filled++ } } catch {}
        try { overwrite(file, 'B=2\\n'.repeat(5000)); console.log('written') } catch (error) { console.log(error.code) }
        console.log(filled > 0 && readFileSync(file, 'utf8') === 'A=1\\n'.repeat(1000))
        overwrite(file, 'C=3\\n'.repeat(1000))
        console.log(readFileSync(file, 'utf8') === 'C=3\\n'.repeat(1000))`
      const [command, ...args] = mounted(`mount -t tmpfs -o size=64k none '${small}'`)
      const output = execFileSync(String(command), [...args, process.execPath, '--input-type=module', '-e', script], {
        encoding: 'utf8',
        cwd: packageFolder(),
      })
      expect(output.trim().split('\n')).toEqual(['ENOSPC', 'true', 'true'])
    })

    it('clears away what a killed run left, and leaves what a running one needs', async () => {
      const dead = spawnSync('true').pid
      writeFileSync(join(own.folder, `.elkctl-${dead}-aabbccddeeff.tmp`), 'x')
      writeFileSync(join(own.folder, `.elkctl-${process.pid}-aabbccddeeff.tmp`), 'x')
      expect((await rotate()).code).toBe(0)
      expect(leftovers(own.folder)).toEqual([`.elkctl-${process.pid}-aabbccddeeff.tmp`])
    })
  })
}
