import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../sandbox/installation.js'
import { startProxy, type Proxy } from '../../sandbox/proxy.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { expectRefusal, lineOf, snapshot, type Refusal } from '../support/expectations.js'

/** What is wrong with the settings or the command line is told before anybody is asked anything. */
interface Fault {
  wrong: string
  /** in place of `init --env-file F --yes --write-env` */
  args?: (installation: Installation) => string[]
  /** further arguments */
  more?: (installation: Installation) => string[]
  /** changes the folder; the values of `.env` lead to a server that must not be asked */
  change?: (installation: Installation) => void
  stdin?: string
  expected: (installation: Installation) => Omit<Refusal, 'code'>
}

const password = 'administrators-own-5127'
const host = 'OPENVIDU_PRO_ELASTICSEARCH_HOST'
const correct = 'run the command again.'

/** Writes `.env` anew. */
const env = (change: (text: string) => string | Buffer) => (installation: Installation) => {
  writeFileSync(installation.envFile, change(installation.env()))
}
const value = (name: string, text: string) =>
  env((old) => old.replace(new RegExp(`^${name}=.*$`, 'm'), () => `${name}=${text}`))

const faults: Fault[] = [
  {
    wrong: 'no port',
    change: value(host, 'http://elastic.example.com'),
    expected: (at) => ({
      says: [`${at.envFile}:${lineOf(at, host)}: ${host}`, '"http://elastic.example.com" has no port'],
      next: correct,
    }),
  },
  {
    wrong: 'no scheme',
    change: value(host, 'elastic.example.com:9200'),
    expected: (at) => ({
      says: [`${at.envFile}:${lineOf(at, host)}: ${host}`, 'needs a scheme'],
      next: 'http://HOST:PORT',
    }),
  },
  {
    wrong: 'a password in the URL',
    change: value(host, `http://elastic:${password}@elastic.example.com:9200`),
    expected: (at) => ({
      says: [`${at.envFile}:${lineOf(at, host)}: ${host}`, 'do not belong in the URL'],
      next: correct,
    }),
  },
  {
    wrong: 'several problems at once',
    change: (at) => {
      value(host, 'http://elastic.example.com')(at)
      value('OPENVIDU_PRO_KIBANA_HOST', 'kibana.example.com:5601')(at)
      value('OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE', 'a week')(at)
      env((text) => `${text}\nOPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE=a fortnight\n`)(at)
      value('ELASTICSEARCH_PASSWORD', '')(at)
    },
    more: () => ['--wait', 'long', '--username', 'a:b'],
    expected: (at) => ({
      says: [
        '6 problems in the settings',
        `${at.envFile}:${lineOf(at, host)}: ${host}`,
        `${at.envFile}:${lineOf(at, 'OPENVIDU_PRO_KIBANA_HOST')}: OPENVIDU_PRO_KIBANA_HOST`,
        `${at.envFile}:${at.env().split('\n').length - 1}: OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE: "a fortnight"`,
        `${at.envFile}:${lineOf(at, 'ELASTICSEARCH_USERNAME')}: ELASTICSEARCH_USERNAME is set but ELASTICSEARCH_PASSWORD is empty`,
        '--wait: "long"',
        '--username: "a:b"',
      ],
      next: correct,
    }),
  },
  {
    wrong: '.env is a folder',
    change: (at) => {
      rmSync(at.envFile)
      mkdirSync(at.envFile)
    },
    args: (at) => ['init', '--env-file', at.envFile, '--yes', '--write-env'],
    expected: (at) => ({
      says: [`${at.envFile} cannot be read: it is a folder`],
      next: 'Give --env-file a file in it',
    }),
  },
  {
    wrong: '.env below a folder that is not there',
    args: (at) => ['init', '--env-file', join(at.folder, 'missing', '.env'), '--yes', '--write-env'],
    expected: (at) => ({
      says: [`${join(at.folder, 'missing', '.env')} cannot be read: it does not exist`],
      next: 'Check the path',
    }),
  },
  {
    wrong: 'metrics of alerts below a folder that is not there',
    args: (at) => ['alerts', 'check', '--env-file', at.envFile, '--textfile', join(at.folder, 'missing', 'a.prom')],
    expected: (at) => ({
      says: [`cannot be written: there is no folder ${join(at.folder, 'missing')}.`],
      next: 'Check the folder',
    }),
  },
  {
    wrong: 'every alert left out of a check',
    args: (at) => ['alerts', 'check', '--env-file', at.envFile, '--without-alert', '*'],
    expected: () => ({
      says: ['--without-alert: it leaves out *: no alert is left to ask for'],
      next: 'to ask for no alerts, do not run this command.',
    }),
  },
  {
    wrong: 'the alert left out that is to be tested',
    change: env((text) => `${text}\nELKCTL_ALERTS_WITHOUT=node-*\n`),
    args: (at) => ['alerts', 'test', 'node-cpu', '--env-file', at.envFile],
    expected: (at) => ({
      says: [`${at.envFile}:${lineOf(at, 'ELKCTL_ALERTS_WITHOUT')}: it leaves out node-*: no alert is left to ask for`],
      next: 'Name fewer there',
    }),
  },
  {
    wrong: '.env below a file',
    args: (at) => ['init', '--env-file', join(at.envFile, '.env'), '--yes', '--write-env'],
    expected: (at) => ({
      says: [`${join(at.envFile, '.env')} cannot be read: a part of its path is not a folder`],
      next: 'Check the path',
    }),
  },
  {
    wrong: 'an empty .env',
    change: env(() => ''),
    expected: (at) => ({
      says: [`${at.envFile} cannot be read: it is empty`],
      next: 'Give the file that the application reads',
    }),
  },
  {
    wrong: 'a binary .env',
    change: env((text) => `${text}\0\u0001`),
    expected: (at) => ({ says: [`${at.envFile} cannot be read: it is a binary file`], next: 'text file' }),
  },
  {
    wrong: 'an .env that is not UTF-8',
    change: env((text) => Buffer.concat([Buffer.from(text), Buffer.from('# Gerät\n', 'latin1')])),
    expected: (at) => ({ says: [`${at.envFile} cannot be read: it is not UTF-8`], next: 'Save it as UTF-8' }),
  },
  {
    wrong: 'no docker-compose.yml and no --openvidu-version',
    change: (at) => {
      rmSync(join(at.folder, 'docker-compose.yml'))
    },
    expected: (at) => ({ says: [join(at.folder, 'docker-compose.yml'), 'the release'], next: '--openvidu-version' }),
  },
  {
    wrong: 'a docker-compose.yml that does not name the release',
    change: (at) => {
      writeFileSync(join(at.folder, 'docker-compose.yml'), "version: '3.1'\n")
    },
    expected: (at) => ({ says: [join(at.folder, 'docker-compose.yml'), 'the release'], next: '--openvidu-version' }),
  },
  {
    wrong: 'the file of something else',
    change: (at) => {
      env(() => 'root:x:0:0:root:/root:/bin/bash\n')(at)
      rmSync(join(at.folder, 'docker-compose.yml'))
    },
    expected: (at) => ({
      says: [join(at.folder, 'docker-compose.yml')],
      next: `${at.envFile} has no setting of OpenVidu Pro: is it the file that OpenVidu Pro reads?`,
    }),
  },
  {
    wrong: 'a check that there is not, behind a comma',
    args: (at) => ['verify', '--env-file', at.envFile, '--only', 'stack.red, stak.disk'],
    expected: () => ({
      says: ['--only: there is no check "stak.disk" (did you mean stack.disk?)'],
      next: 'elkctl explain lists the checks.',
    }),
  },
  {
    wrong: 'a release that is none',
    more: () => ['--openvidu-version', 'newest'],
    expected: () => ({ says: ['--openvidu-version: "newest" is not a release'], next: '--openvidu-version RELEASE' }),
  },
  {
    wrong: 'an administrator without a password, and nobody to ask',
    more: () => ['--admin-username', 'root'],
    expected: () => ({ says: ['no password for root'], next: /--admin-password-stdin.*ELKCTL_ADMIN_PASSWORD/ }),
  },
  {
    wrong: '--write-env with --credentials-file',
    more: (at) => ['--credentials-file', join(at.folder, 'credentials')],
    expected: () => ({
      says: ['--write-env, --credentials-file: choose one destination for the password'],
      next: 'choose one',
    }),
  },
  {
    wrong: '--write-env without a file',
    args: () => [
      'init',
      '--elasticsearch-host',
      'http://127.0.0.1:9',
      '--openvidu-version',
      '2.20.0',
      '--yes',
      '--write-env',
    ],
    expected: () => ({ says: ['--write-env: there is no file'], next: '--env-file' }),
  },
  {
    wrong: 'both passwords on standard input',
    more: () => ['--password-stdin', '--admin-password-stdin', '--admin-username', 'elastic'],
    stdin: `${password}\n`,
    expected: () => ({ says: ['standard input can carry only one password'], next: 'ELKCTL_ADMIN_PASSWORD' }),
  },
  {
    wrong: 'nothing on standard input for --password-stdin',
    more: () => ['--password-stdin'],
    expected: () => ({ says: ['--password-stdin: standard input is empty'], next: correct }),
  },
  {
    wrong: 'only a line break on standard input for --admin-password-stdin',
    more: () => ['--admin-password-stdin'],
    stdin: '\n',
    expected: () => ({ says: ['--admin-password-stdin: standard input is empty'], next: correct }),
  },
  {
    wrong: 'two lines on standard input',
    more: () => ['--password-stdin'],
    stdin: `${password}\nmore\n`,
    expected: () => ({ says: ['--password-stdin: the password has a line break'], next: correct }),
  },
  {
    wrong: 'a profile that is not known',
    more: () => ['--profile', 'jitsi'],
    expected: () => ({ says: ['--profile: unknown application "jitsi"; known are openvidu'], next: correct }),
  },
  {
    wrong: '--wait that is no time',
    more: () => ['--wait', 'soon'],
    expected: () => ({ says: ['--wait: "soon" is not a duration'], next: '60s, 2m' }),
  },
  {
    wrong: '--ca-file that is not there',
    more: (at) => ['--ca-file', join(at.folder, 'ca.pem')],
    expected: (at) => ({
      says: [`${join(at.folder, 'ca.pem')} cannot be read: it does not exist`],
      next: correct,
    }),
  },
  {
    wrong: '--ca-file that holds no certificate',
    more: (at) => ['--ca-file', join(at.folder, 'docker-compose.yml')],
    expected: (at) => ({ says: ['--ca-file', join(at.folder, 'docker-compose.yml')], next: 'PEM' }),
  },
]

describe('what is wrong with the settings', () => {
  let server: Proxy
  let installation: Installation | undefined
  beforeAll(async () => {
    server = await startProxy({
      target: 'http://127.0.0.1:9',
      answer: () => ({ status: 500, body: 'not to be asked' }),
    })
  })
  afterEach(() => {
    server.clear()
    installation?.remove()
  })
  afterAll(() => server.stop())

  it.each(faults)('$wrong: 3, and nobody is asked anything', async ({ args, more, change, stdin, expected }) => {
    const at = makeInstallation({ searchUrl: server.url, dashboardsUrl: server.url, username: 'elastic', password })
    installation = at
    change?.(at)
    const expectUntouched = snapshot(at)
    const result = await runElkctl(
      [...(args?.(at) ?? ['init', '--env-file', at.envFile, '--yes', '--write-env']), ...(more?.(at) ?? [])],
      stdin === undefined ? {} : { stdin },
    )
    expectRefusal(result, { code: 3, ...expected(at) }, [password])
    expect(server.requests).toEqual([])
    expectUntouched()
  })

  it('nothing to check is unknown to Nagios, and listed as nothing', async () => {
    const at = makeInstallation({ searchUrl: 'http://127.0.0.1:9', username: 'openvidu', password })
    try {
      const left = ['--env-file', at.envFile, '--without-alert', '*']
      const { code, stdout } = await runElkctl(['alerts', 'check', ...left, '--output', 'nagios'])
      expect({ code, stdout }).toEqual({
        code: 3,
        stdout:
          'ELKCTL UNKNOWN: --without-alert: it leaves out *: no alert is left to ask for. Name fewer there; to ask for no alerts, do not run this command.\n',
      })
      const list = await runElkctl(['alerts', 'list', ...left])
      expect([list.code, list.stdout.trim()]).toEqual([
        0,
        '0 alerts of OpenVidu Pro: --without-alert leaves out all of them.',
      ])
    } finally {
      at.remove()
    }
  })

  it.each([
    { wrong: 'an option that is not known', args: ['init', '--frobnicate'], says: "unknown option '--frobnicate'" },
    { wrong: 'a command that is not known', args: ['install'], says: "unknown command 'install'" },
    { wrong: 'help for a command that is not known', args: ['help', 'install'], says: "unknown command 'install'" },
    {
      wrong: 'an option without its value',
      args: ['init', '--env-file'],
      says: "'--env-file <file>' argument missing",
    },
    { wrong: 'an argument too many', args: ['plan', '.env'], says: 'too many arguments' },
    { wrong: 'a new password as an argument', args: ['init', '--password', 'x'], says: 'unknown option' },
  ])('$wrong: 3, and --help is named', async ({ args, says }) => {
    const { code, stdout, stderr } = await runElkctl(args)
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining(says) })
    expect(stderr).toContain('--help')
  })
})
