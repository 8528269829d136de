import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'

const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined
/** Where the shell is missing the test is reported as skipped. `.ci/run` installs them. */
const where = (program: string) => (isThere(program) ? it : it.skip)

let scratch: string
const script = (shell: string) => join(scratch, `elkctl.${shell}`)
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'elkctl-completion-test-'))
  mkdirSync(join(scratch, 'files/folder'), { recursive: true })
  writeFileSync(join(scratch, 'files/with blank.env'), '')
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(script(shell), (await runElkctl(['completion', shell])).stdout)
})
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

/** What a line is completed to: part of it, and all that may stand there. */
const lines = () => {
  const files = join(scratch, 'files')
  return [
    { words: ['in'], all: ['init'] },
    { words: ['sample-data', ''], all: ['load', 'remove'] },
    { words: ['sample-data', 'load', '--sc'], all: ['--scale'] },
    { words: ['init', '--write'], all: ['--write-env'] },
    { words: ['init', '--profile', ''], all: ['openvidu', 'dodas', 'isp'] },
    { words: ['plan', '--rec'], all: ['--recipe'] },
    { words: ['init', '--env-file', `${files}/with`], all: [`${files}/with blank.env`] },
    { words: ['init', '--data', `${files}/f`], all: [`${files}/folder`] },
    { words: ['completion', ''], all: ['bash', 'zsh', 'fish'] },
    { words: ['export', 'graf'], all: ['grafana'] },
    { words: ['export', 'log'], all: ['logstash', 'logstash-opensearch'] },
    { words: ['explain', 'stack.ye'], all: ['stack.yellow'] },
    { words: ['alerts', 'test', 'no-m'], all: ['no-metrics'] },
  ]
}

describe('completion', () => {
  it('in Bash', () => {
    const ask =
      'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _elkctl; printf "%s\\n" "${COMPREPLY[@]}"'
    const replies = (...words: string[]) =>
      execFileSync('bash', ['--norc', '-c', ask, 'bash', script('bash'), 'elkctl', ...words], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .filter((reply) => reply !== '--help')
    for (const { words, all } of lines()) expect(replies(...words)).toEqual(all)
    // Bash takes the = for a word of its own.
    expect(replies('init', '--profile', '=')).toEqual(['openvidu', 'dodas', 'isp'])
    expect(replies('init', '--profile', '=', 'do')).toEqual(['dodas'])
    expect(replies('init', '--search-url', '')).toEqual([''])
  })

  it('knows every command of the help', async () => {
    const help = (await runElkctl(['--help'])).stdout
    const section = help.slice(help.indexOf('Commands:'), help.indexOf('Applications:'))
    const commands = [...section.matchAll(/^ {2}([a-z-]+) .*$/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help')
    const ask = `source "$1"; COMP_WORDS=(elkctl ''); COMP_CWORD=1; _elkctl; printf '%s\\n' "\${COMPREPLY[@]}"`
    const replies = execFileSync('bash', ['--norc', '-c', ask, 'bash', script('bash')], { encoding: 'utf8' })
    expect(commands.length).toBeGreaterThan(8)
    expect(replies.split('\n')).toEqual(expect.arrayContaining(commands))
  })

  where('fish')('in fish', () => {
    for (const { words, all } of lines()) {
      const line = ['elkctl', ...words].join(' ')
      const output = execFileSync('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C '${line}'`], {
        encoding: 'utf8',
        env: { ...process.env, HOME: scratch },
      })
      const replies = output
        .trim()
        .split('\n')
        .map((reply) => String(reply.split('\t')[0]).replace(/\/$/, ''))
      expect(replies.filter((reply) => reply !== '--help').sort()).toEqual([...all].sort())
    }
  })

  where('zsh')('in Zsh, on a terminal', () => {
    // What is complete after one press of the key; zpty waits until it is there.
    const complete = lines().flatMap(({ words, all }) =>
      all.length === 1 ? [[words.join(' '), String(all[0])] as const] : [],
    )
    const driver = join(scratch, 'driver.zsh')
    writeFileSync(
      driver,
      `zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PROMPT=; unsetopt prompt_cr; autoload -U compinit; compinit -u -D; source ${script('zsh')}; print RE''ADY"
      zpty -r shell output '*READY*'
      for line expected in "$@"; do
        zpty -w -n shell "elkctl $line"$'\\t'
        zpty -r shell output "*$expected*"
        print -r -- "$expected"
        zpty -w -n shell $'\\x15'
      done
      zpty -d shell`,
    )
    const asked = complete.map(([line, expected]) => [line, expected.replace(/^.*\//, '').replaceAll(' ', '*')])
    const output = execFileSync('zsh', ['-f', driver, ...asked.flat()], {
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, HOME: scratch, TERM: 'dumb' },
    })
    expect(output.trim().split('\n')).toEqual(asked.map(([, expected]) => expected))
  })

  it('is there for these shells and no others', async () => {
    expect(await runElkctl(['completion', 'tcsh'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('bash, zsh, fish') as unknown,
    })
  })
})

describe('the manual page', () => {
  where('mandoc')('is what a formatter understands, and names every command', async () => {
    const page = join(packageFolder(), 'build/elkctl/elkctl.1')
    expect(spawnSync('mandoc', ['-T', 'lint', '-W', 'error', page], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: '',
    })
    const text = execFileSync('mandoc', ['-T', 'utf8', page], { encoding: 'utf8' }).replace(/.[\b]/g, '')
    const { stdout } = await runElkctl(['--help'])
    for (const [, name = ''] of stdout.matchAll(/^ {2}([a-z-]+) \[/gm))
      if (name !== 'help') expect(text).toContain(`elkctl ${name}`)
    for (const part of ['--write-env', '--recipe <file>', 'administrator’s password', 'interrupted: Ctrl-C'])
      expect(text.replace(/\s+/g, ' ')).toContain(part)
  })
})
