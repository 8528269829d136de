import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import type { CommandNode } from '../../src/cli/command-tree.js'
import { everyCommand } from '../../src/cli/program.js'
import { exitCodes } from '../../src/errors.js'
import { projectFolder } from './fixtures.js'

const examples = join(projectFolder, 'examples')
const read = (file: string) => readFileSync(join(examples, file), 'utf8')
const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
const documents = (file: string) => parseAllDocuments(read(file))

/** What a shell would run, or Kubernetes and Ansible as a list. */
const listed = (text: string) =>
  [...text.matchAll(/\b(args|argv): \[(.*)\]$/gm)].map(([, key, words = '']) =>
    `${key === 'args' ? 'elkctl ' : ''}${words}`.replaceAll(',', ''),
  )
const commandLines = (text: string) =>
  [text, ...listed(text)].flatMap((part) =>
    [...part.matchAll(/\belkctl (?=[a-z-]+ (?:\w+ )?--)[^\n|`)]*/g)].map(([line]) => line),
  )

/** What of a line elkctl does not know. */
function unknownIn(line: string, root: CommandNode): string[] {
  const [, name = '', ...words] = line.split(' ')
  const commands = root.commands.flatMap((child) => [...child.commands, child])
  const command = commands.find((one) => line.startsWith(`elkctl ${one.words.join(' ')} `))
  if (command === undefined) return [name]
  return words.flatMap((word, at) => {
    if (!word.startsWith('--')) return []
    const option = command.options.find(({ names }) => names.includes(word))
    if (option === undefined) return [word]
    const value = words[at + 1] ?? ''
    return option.choices.length === 0 || value.startsWith('"$') || option.choices.includes(value) ? [] : [value]
  })
}

it.each(files.filter((file) => file.endsWith('.yml') || file.endsWith('.yaml')))('%s is YAML', (file) => {
  expect(documents(file).flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
})

it.each([
  ['README.md', ['create-user', 'alerts']],
  ['github/actions/elkctl-verify/action.yml', ['verify', 'verify']],
  ['gitlab/elkctl-verify.gitlab-ci.yml', ['verify']],
  ['kubernetes/job.yaml', ['verify']],
  ['kubernetes/cronjob.yaml', ['verify']],
  ['kubernetes/alerts.yaml', ['alerts']],
  ['ansible/verify-stacks.yml', ['verify']],
  ['systemd/elkctl-textfile', ['verify']],
  ['systemd/elkctl-alerts.service', ['alerts']],
  ['cron/elkctl-alerts', ['alerts']],
])('%s runs what elkctl has', async (file, commands) => {
  const root = await everyCommand()
  const lines = commandLines(read(file))
  expect(lines.map((line) => line.split(' ')[1])).toEqual(commands)
  expect(lines.flatMap((line) => unknownIn(line, root))).toEqual([])
})

it('Kubernetes: the CronJob makes the same Job, which is tried again only where the stack cannot be reached', () => {
  interface JobSpec {
    ttlSecondsAfterFinished?: number
    podFailurePolicy: { rules: { onExitCodes: { values: number[] } }[] }
  }
  const [job] = documents('kubernetes/job.yaml').map((document) => document.toJS() as { spec: JobSpec })
  const [cronJob] = documents('kubernetes/cronjob.yaml').map(
    (document) => document.toJS() as { spec: { jobTemplate: { spec: JobSpec } } },
  )
  const { ttlSecondsAfterFinished, ...spec } = job?.spec ?? {}
  expect(ttlSecondsAfterFinished).toBe(86_400)
  expect(cronJob?.spec.jobTemplate.spec).toEqual(spec)
  const { failure, pending, usage, access, incompatible, conflict } = exitCodes
  expect(job?.spec.podFailurePolicy.rules.map(({ onExitCodes }) => onExitCodes.values)).toEqual([
    [failure, pending, usage, access, incompatible, conflict].map(({ code }) => code),
  ])
})

it('Kubernetes: the CronJob for alerts makes the same Job with another command', () => {
  const spec = (file: string) => JSON.stringify(documents(file).map((document) => document.toJS() as unknown))
  const asVerify = spec('kubernetes/alerts.yaml')
    .replaceAll('elkctl-alerts', 'elkctl-verify')
    .replace('["alerts","check","--fail-on","fail"]', '["verify","--openvidu-version","$(OPENVIDU_VERSION)"]')
    .replace('*/5 * * * *', '17 * * * *')
    .replace('"startingDeadlineSeconds":120', '"startingDeadlineSeconds":600')
    .replace('"activeDeadlineSeconds":240', '"activeDeadlineSeconds":900')
  expect(asVerify).toBe(spec('kubernetes/cronjob.yaml'))
})

it('cron and systemd ask in the same way, and a line of cron has its fields', () => {
  const asked = (file: string) => /elkctl alerts check [^>\n]*[^>\n ]/.exec(read(file))?.[0]
  expect(asked('cron/elkctl-alerts')).toBe(asked('systemd/elkctl-alerts.service'))
  const lines = read('cron/elkctl-alerts')
    .split('\n')
    .filter((line) => !/^(#|[A-Z]+=|$)/.test(line))
  expect(lines.map((line) => line.split(' ').slice(0, 6))).toEqual([['*/5', '*', '*', '*', '*', 'root']])
})

it.each([
  ['elkctl-alerts.service', ['Unit', 'Service'], ['ExecStart', 'SuccessExitStatus']],
  ['elkctl-alerts.timer', ['Unit', 'Timer', 'Install'], ['OnCalendar', 'WantedBy']],
  ['elkctl-verify@.service', ['Unit', 'Service'], ['ExecStart', 'EnvironmentFile']],
  ['elkctl-verify@.timer', ['Unit', 'Timer', 'Install'], ['OnCalendar', 'WantedBy']],
])('%s has its sections', (file, sections, keys) => {
  const text = read(`systemd/${file}`)
  expect([...text.matchAll(/^\[(.*)\]$/gm)].map(([, section]) => section)).toEqual(sections)
  expect([...text.matchAll(/^(\w+)=/gm)].map(([, key]) => key)).toEqual(expect.arrayContaining(keys))
  expect(text.split('\n').filter((line) => !/^($|#|\[\w+\]$|\w+=)/.test(line))).toEqual([])
})

describe('elkctl-textfile', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elkctl-textfile-test-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const textfile = () => join(folder, 'elkctl-north.prom')

  /** @param script what stands in the place of elkctl */
  function run(script: string): number | null {
    writeFileSync(join(folder, 'elkctl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    writeFileSync(textfile(), 'old\n')
    return spawnSync(join(examples, 'systemd/elkctl-textfile'), ['north', folder], {
      env: { PATH: `${folder}:${String(process.env.PATH)}`, OPENVIDU_VERSION: 'RELEASE' },
    }).status
  }
  const left = () => readdirSync(folder).sort()

  it('replaces the metrics although the stack differs, with the name of the stack, and ends with the same code', () => {
    expect(run(`echo '# TYPE elkctl_exit_code gauge'; echo 'elkctl_exit_code{command="verify"} 2'; exit 2`)).toBe(2)
    expect(readFileSync(textfile(), 'utf8')).toBe(
      '# TYPE elkctl_exit_code gauge\nelkctl_exit_code{stack="north",command="verify"} 2\n',
    )
    expect(left()).toEqual(['elkctl', 'elkctl-north.prom'])
  })

  it('keeps the metrics of before where elkctl printed none', () => {
    expect(run('exit 130')).toBe(130)
    expect(readFileSync(textfile(), 'utf8')).toBe('old\n')
  })
})
