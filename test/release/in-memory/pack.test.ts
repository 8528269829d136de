import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { onTestbed } from '../../support/testbed.js'

const run = promisify(execFile)
const minutes = 60_000

describe('the package', () => {
  let scratch: string
  let consumer: string
  let contents: string[]
  let version: string
  let archive: string
  const bed = onTestbed()
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'elkctl-pack-test-'))
    consumer = join(scratch, 'consumer')
    mkdirSync(consumer)
    // Without its scripts: `prepack` would build anew, away under the tests that are running.
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
      cwd: packageFolder(),
    })
    const [packed] = JSON.parse(stdout) as { filename: string; version: string; files: { path: string }[] }[]
    if (packed === undefined) throw new Error(`npm pack told nothing: ${stdout}`)
    contents = packed.files.map(({ path }) => path)
    version = packed.version
    archive = join(scratch, packed.filename)
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', archive], { cwd: consumer })
  }, 5 * minutes)
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true })
  })

  it('starts with npx out of its file, as README says, and makes a stack ready', async () => {
    const [home, at] = ['home-', 'empty-'].map((name) => mkdtempSync(join(scratch, name))) as [string, string]
    const env = { HOME: home, npm_config_offline: 'true', PATH: String(process.env['PATH']) }
    // Node, which runs npx, looks for its own --env-file up to the `--`.
    const start = (...args: string[]) =>
      ended(['npx', '--yes', '--package', archive, '--', 'elkctl'], args, { cwd: at, env })
    expect(await start('--version')).toMatchObject({ code: 0, stdout: `${version}\n` })
    const { envFile } = bed.installation()
    expect(await start('plan', '--env-file', envFile)).toMatchObject({ code: 2 })
    expect(await start('init', '--env-file', envFile, '--yes', '--write-env')).toMatchObject({ code: 0 })
    expect(readdirSync(at)).toEqual([])
  })

  describe.each(['npm install -g', 'the single file'])('as %s', (form) => {
    let at: string
    let command: string[]
    beforeAll(async () => {
      if (form === 'npm install -g') {
        const machine = join(scratch, 'machine')
        await asInDockerfile(machine)
        expect(readFileSync(join(machine, 'share/man/man1/elkctl.1'), 'utf8')).toMatch(/^\.TH ELKCTL 1/)
        command = [join(machine, 'bin/elkctl')]
        return
      }
      const file = join(scratch, 'elkctl-linux-x64')
      await run(process.execPath, ['scripts/single-file/build.js', file], { cwd: packageFolder() })
      command = [file]
    }, 5 * minutes)
    /** No image can be built here: what its one RUN does, after its COPY, is done in a folder. */
    const asInDockerfile = async (machine: string) => {
      const lines = readFileSync(join(packageFolder(), 'Dockerfile'), 'utf8').split('\n')
      const steps = lines.filter((line) => /^[A-Z]/.test(line))
      expect(steps.map((step) => step.split(' ')[0])).toEqual(['FROM', 'COPY', 'RUN', 'ENTRYPOINT'])
      expect([steps[1], steps[3]]).toEqual(['COPY elkctl-*.tgz /tmp/', 'ENTRYPOINT ["elkctl"]'])
      mkdirSync(machine)
      copyFileSync(archive, join(machine, basename(archive)))
      const script = String(steps[2]).slice('RUN '.length).replaceAll('/tmp/', `${machine}/`)
      await run('sh', ['-ec', script], { env: { ...process.env, npm_config_prefix: machine } })
      expect(readdirSync(machine).filter((name) => name.endsWith('.tgz'))).toEqual([])
    }
    /** In an empty folder, which is its home as well; the single file also without a Node on its path. */
    const start = (...args: string[]) => {
      at = mkdtempSync(join(scratch, 'empty-'))
      const env = { HOME: at, PATH: form === 'the single file' ? '/nowhere' : String(process.env['PATH']) }
      return ended(command, args, { cwd: at, env })
    }

    it('says its version', async () => {
      expect(await start('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    })

    it('plans, makes a stack ready, and finds nothing to do then', async () => {
      const { envFile } = bed.installation()
      const planned = await start('plan', '--env-file', envFile, '--json')
      expect(planned).toMatchObject({ code: 2, stderr: '' })
      const { plan } = JSON.parse(planned.stdout) as { plan: { name: string; action: string }[] }
      expect(plan.filter(({ action }) => action === 'create').map(({ name }) => name)).toEqual(
        expect.arrayContaining(['openvidu-role', 'kurento-pipeline', 'openvidu-events', 'openvidu']),
      )
      const first = await start('init', '--env-file', envFile, '--yes', '--write-env')
      expect(first).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Done: \d+ changes made, 0 unchanged;/m) as unknown,
      })
      expect(first.stdout.split('\n')).toEqual(expect.arrayContaining(shownInReadme(envFile)))
      expect(await start('plan', '--env-file', envFile)).toMatchObject({ code: 0 })
      expect(readdirSync(at)).toEqual([])
    })

    it('has its own code for a file that is missing, and not the one of Node', async () => {
      const { code, stderr } = await start('plan', '--env-file', 'missing.env')
      expect({ code, stderr }).toEqual({
        code: 3,
        stderr: expect.stringContaining('missing.env cannot be read') as unknown,
      })
    })
  })

  it('holds every data file and nothing that does not belong to it', async () => {
    const { checkPackage } = await fromScripts<{ checkPackage: (archive: string, project: string) => void }>(
      'check-package',
    )
    checkPackage(archive, packageFolder())
    expect(contents).toEqual(
      expect.arrayContaining(['README.md', 'roles/openvidu/roles/openvidu-role.elasticsearch.json']),
    )
  })

  it('has a list of what is in it, for who has to look for known faults', async () => {
    const { sbom } = await fromScripts<{ sbom: (project: string) => Sbom }>('sbom')
    const { bomFormat, metadata, components } = sbom(packageFolder())
    expect({ bomFormat, component: metadata.component }).toMatchObject({
      bomFormat: 'CycloneDX',
      component: { name: 'elkctl', version },
    })
    const names = components.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['@elastic/elasticsearch', 'axios', 'commander', 'zod', 'node']))
    for (const name of ['jest', 'typescript', 'postject']) expect(names).not.toContain(name)
  })

  it('holds the packages that it uses, and their licences: none of them is installed beside it', () => {
    expect(readdirSync(join(consumer, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['elkctl'])
    const licences = readFileSync(join(consumer, 'node_modules/elkctl/build/elkctl/LICENSES.txt'), 'utf8')
    const { devDependencies } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const inside = Object.entries(devDependencies).filter(([name]) => /^(@elastic|aws4$|axios$|zod$)/.test(name))
    expect(inside).toHaveLength(4)
    for (const [name, release] of inside) expect(licences).toMatch(new RegExp(`^${name} ${release} \\(.+\\)$`, 'm'))
    expect(licences).toContain('Permission is hereby granted, free of charge')
    expect(licences).toContain('Apache License')
  })
})

/** What README shows of a first `init`, as it is of this file: lines between them are left out there. */
function shownInReadme(envFile: string): string[] {
  const readme = readFileSync(join(packageFolder(), 'README.md'), 'utf8')
  const [, shown = ''] = /^\$ elkctl init --yes --write-env\n(.*?)^```/ms.exec(readme) ?? []
  const lines = shown.split('\n').filter((line) => !['', '…'].includes(line.trim()))
  expect(lines).toHaveLength(14)
  return lines.map((line) => line.replaceAll('/opt/openvidu/.env', envFile))
}

interface Sbom {
  bomFormat: string
  metadata: { component: object }
  components: { name: string }[]
}

const fromScripts = async <Module>(name: string): Promise<Module> =>
  (await import(pathToFileURL(join(packageFolder(), `scripts/${name}.js`)).href)) as Module

/** How a program ends, and what it prints, in this environment and no other. */
async function ended(
  [program = '', ...first]: string[],
  args: string[],
  options: { cwd: string; env: Record<string, string> },
) {
  try {
    return { code: 0, ...(await run(program, [...first, ...args], options)) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout: string; stderr: string }
    if (typeof code !== 'number') throw error
    return { code, stdout, stderr }
  }
}
