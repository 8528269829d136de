import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { changedData, roleFile } from '../support/changed-data.js'
import { expectRefusal, snapshot, type Refusal } from '../support/expectations.js'
import { basic, onTestbed } from '../support/testbed.js'

const bed = onTestbed()

const init = (at: Installation, more: string[] = []) =>
  runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...more])

/** Elasticsearch 7.10 that says it is another release. */
function pretend(version: string): void {
  bed.onSearch = async (request) => {
    if (request.path !== '/') return undefined
    const answer = await bed.passOn('search', request)
    const body = answer.body as { version: object }
    return { ...answer, body: { ...body, version: { ...body.version, number: version } } }
  }
}

const documentation = 'OpenVidu Pro documentation'

describe('versions that do not go together', () => {
  it.each([
    { version: '7.2.1', release: '2.16.0', needs: '7.3.0' },
    { version: '7.7.1', release: '2.17.0', needs: '7.8.0' },
    { version: '6.8.23', release: '2.20.0', needs: '7.8.0' },
  ])('Elasticsearch $version with OpenVidu $release: 6', async ({ version, release, needs }) => {
    pretend(version)
    const at = bed.installation({ release })
    const expectUntouched = snapshot(at)
    expectRefusal(await init(at), {
      code: 6,
      says: [
        `OpenVidu Pro ${release} needs Elasticsearch ${needs} or newer; found Elasticsearch ${version}`,
        documentation,
      ],
      next: '--force',
    })
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it.each([
    { release: '2.15.1', says: 'OpenVidu Pro 2.15.1 cannot use an external Elastic Stack', next: '2.16' },
    { release: '2.33.0', says: 'does not know OpenVidu Pro 2.33.0', next: '--force' },
  ])('OpenVidu $release: 6', async ({ release, says, next }) => {
    const at = bed.installation({ release })
    const expectUntouched = snapshot(at)
    expectRefusal(await init(at), { code: 6, says: [says, documentation], next })
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it.each(['2.15.1', '2.33.0'])('--force goes on with OpenVidu %s, and says so', async (release) => {
    const at = bed.installation({ release })
    const { code, stdout } = await runElkctl(['plan', '--env-file', at.envFile, '--force'])
    expect(code).toBe(2)
    expect(stdout).toMatch(new RegExp(`--force: continuing although .*${release}`))
  })

  it('Elasticsearch 7.3.0 with OpenVidu 2.16 is made ready, with legacy templates', async () => {
    pretend('7.3.0')
    const at = bed.installation({ release: '2.16.0' })
    const { code, stderr } = await init(at)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(bed.writes()).toContain('PUT /_template/openvidu-events')
    expect(bed.writes().filter((write) => write.includes('_index_template'))).toEqual([])
  })
})

describe('what the server refuses', () => {
  it('to an administrator is no reason to sign in as one', async () => {
    const at = bed.installation()
    bed.onSearch = ({ method, path }) =>
      method === 'PUT' && path.startsWith('/_ingest/pipeline/')
        ? {
            status: 403,
            body: { error: { type: 'security_exception', reason: 'action is unauthorized' }, status: 403 },
          }
        : undefined
    const { code, stderr } = await init(at)
    expect({ code, stderr }).toEqual({
      code: 8,
      stderr: expect.stringContaining('although elastic is an administrator (superuser)'),
    })
    expect(stderr).not.toContain('--admin-username')
  })

  it('a data file that is not JSON is named before anything is written', async () => {
    const at = bed.installation()
    const data = changedData(at, roleFile, (text) => text.slice(0, -3))
    const expectUntouched = snapshot(at)
    expectRefusal(await init(at, ['--data', data]), {
      code: 3,
      says: [`The data file ${roleFile} is broken`],
      next: `Correct ${roleFile}`,
    })
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it.each<[string, (file: string) => void, string]>([
    [
      'in another encoding',
      (file) => {
        writeFileSync(file, Buffer.from(readFileSync(file, 'utf8'), 'utf16le'))
      },
      'it is not written in UTF-8',
    ],
    [
      'that is a folder',
      (file) => {
        rmSync(file)
        mkdirSync(file)
      },
      'it is a folder, where a file should be',
    ],
  ])('a data file %s is named before anything is written', async (_what, change, says) => {
    const at = bed.installation()
    const data = changedData(at, roleFile, (text) => text)
    change(join(data, roleFile))
    expectRefusal(await init(at, ['--data', data]), {
      code: 3,
      says: [`The data file ${roleFile} is broken: ${says}`],
      next: `Correct ${roleFile}`,
    })
    expect(bed.writes()).toEqual([])
  })

  it('an unknown variable in a data file is named, with those that there are', async () => {
    const at = bed.installation()
    const data = changedData(at, roleFile, (text) => text.replace('"monitor"', '"${monitor}"'))
    expectRefusal(await init(at, ['--data', data]), {
      code: 3,
      says: [roleFile, '${monitor} is not known', 'retentionDays'],
      next: `Correct ${roleFile}`,
    })
    expect(bed.writes()).toEqual([])
  })

  it('a folder without data files is no reason to say that there is nothing to do', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    expectRefusal(await init(at, ['--data', at.folder]), { code: 3, says: ['--data', at.folder], next: 'templates' })
    expectUntouched()
  })

  it('a password that the server would not take is refused before anything is written', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const result = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', '--password-stdin'], {
      stdin: 'x7z\n',
    })
    expectRefusal(
      result,
      {
        code: 3,
        says: ['--password-stdin: it has 3 characters, and the server requires at least 6'],
        next: 'Give another password',
      },
      ['x7z'],
    )
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })
})

const somebody = { password: 'somebodys-password', roles: ['superuser'], full_name: 'Somebody' }

describe('roles that the server adds', () => {
  it('to everybody who signs in (anonymous access) are a note: a second run has nothing to do', async () => {
    const at = bed.installation()
    expect((await init(at)).code).toBe(0)
    // xpack.security.authc.anonymous.roles: the server names these roles for everybody.
    // https://www.elastic.co/guide/en/elasticsearch/reference/7.10/anonymous-access.html
    bed.onSearch = async (request) => {
      if (request.path !== '/_security/_authenticate') return undefined
      const answer = await bed.passOn('search', request)
      const body = answer.body as { roles: string[] }
      return { ...answer, body: { ...body, roles: [...body.roles, 'monitoring_user'] } }
    }
    const { code, stdout, stderr } = await init(at)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Nothing to do') })
    expect(stdout + stderr).toContain('openvidu has further roles (monitoring_user)')
  })
})

describe('what is not ours', () => {
  interface Conflict extends Refusal {
    wrong: string
    arrange?: () => Promise<unknown>
    more: string[]
    signIn?: { username: string; password: string }
  }
  const other = { username: 'other-administrator', password: 'administrators-other-88' }
  const makeOther = () =>
    bed.asAdmin('PUT', `/_security/user/${other.username}`, { password: other.password, roles: ['superuser'] })

  it.each<Conflict>([
    {
      wrong: 'a built-in user',
      more: ['--username', 'kibana_system'],
      code: 7,
      says: ['The user kibana_system: the user "kibana_system" is built in'],
      next: '--username',
    },
    {
      wrong: 'the built-in administrator, by itself',
      more: ['--username', 'elastic'],
      code: 7,
      says: ['The user elastic: the user "elastic" is built in'],
      next: '--username',
    },
    {
      wrong: 'the built-in administrator, by another one',
      arrange: makeOther,
      signIn: other,
      more: ['--username', 'elastic'],
      code: 7,
      says: ['The user elastic: the user "elastic" is built in'],
      next: '--username',
    },
    {
      wrong: 'somebody’s user under our name',
      arrange: () => bed.asAdmin('PUT', '/_security/user/openvidu', somebody),
      more: [],
      code: 7,
      says: ['The user openvidu', 'someone else’s account with other roles (superuser)'],
      next: '--adopt',
    },
    {
      wrong: 'somebody’s role under our name that grants more',
      arrange: () => bed.asAdmin('PUT', '/_security/role/openvidu-role', { cluster: ['all'] }),
      more: [],
      code: 7,
      says: ['The role openvidu-role', 'it grants what elkctl would remove', 'all'],
      next: '--adopt',
    },
  ])('$wrong: 7, and nothing is written', async ({ arrange, more, signIn, ...expected }) => {
    await arrange?.()
    const at = bed.installation(signIn)
    const expectUntouched = snapshot(at)
    expectRefusal(await init(at, more), expected, [bed.admin.password, other.password])
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('--adopt takes somebody’s user over', async () => {
    await bed.asAdmin('PUT', '/_security/user/openvidu', somebody)
    const at = bed.installation()
    const { code, stderr } = await init(at, ['--adopt', '--reset-password'])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^Warning: the \.env of each other node .* may have the old password of openvidu, .*\n$/,
      ) as unknown,
    })
    const { body } = await bed.asAdmin('GET', '/_security/user/openvidu')
    expect(body).toMatchObject({ openvidu: { roles: ['openvidu-role'] } })
    const signIn = basic({ username: 'openvidu', password: String(at.value('ELASTICSEARCH_PASSWORD')) })
    const { status } = await fetch(`${bed.searchUrl}/_security/_authenticate`, { headers: { authorization: signIn } })
    expect(status).toBe(200)
  })

  it('a user whose password elkctl does not know is not called done', async () => {
    await bed.asAdmin('PUT', '/_security/user/openvidu', somebody)
    const at = bed.installation()
    const [before, env] = [readdirSync(at.folder), at.env()]
    const { code, stdout, stderr } = await init(at, ['--adopt'])
    expect({ code, stdout }).toEqual({ code: 8, stdout: expect.stringContaining('--reset-password') })
    expect(stderr).not.toContain('bug')
    expect(at.env()).toBe(env)
    expect(readdirSync(at.folder).filter((name) => !before.includes(name))).toEqual([
      expect.stringMatching(/^elkctl-backup-openvidu-.*\.json$/),
    ])
  })

  it('a new password is put in place of the one that works no more, although another check fails', async () => {
    const at = bed.installation()
    expect((await init(at)).code).toBe(0)
    const old = at.value('ELASTICSEARCH_PASSWORD')
    const reason =
      'index [openvidu] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];'
    // As OpenSearch 2.19.4 answered; the words are those of Elasticsearch 7.10 (IndexMetadata.INDEX_READ_ONLY_ALLOW_DELETE_BLOCK).
    bed.onSearch = ({ method, path }) =>
      method === 'PUT' && path.startsWith('/openvidu/_doc/')
        ? { status: 429, body: { error: { type: 'cluster_block_exception', reason }, status: 429 } }
        : undefined
    const { code, stdout, stderr } = await runElkctl(
      [
        'init',
        '--env-file',
        at.envFile,
        '--yes',
        '--write-env',
        '--reset-password',
        '--admin-username',
        bed.admin.username,
      ],
      { env: { ELKCTL_ADMIN_PASSWORD: bed.admin.password } },
    )
    bed.onSearch = undefined
    expect({ code, stdout }).toEqual({ code: 8, stdout: expect.stringMatching(/but 1 of 12 checks failed\.\n$/) })
    expect(stderr).not.toContain('was not handed over')
    expect(at.value('ELASTICSEARCH_PASSWORD')).not.toBe(old)
    const signIn = basic({ username: 'openvidu', password: String(at.value('ELASTICSEARCH_PASSWORD')) })
    expect((await fetch(`${bed.searchUrl}/`, { headers: { authorization: signIn } })).status).toBe(200)
  })

  it('the password of a user that does not exist cannot be changed: 3', async () => {
    const at = bed.installation()
    const file = join(at.folder, 'nobody')
    const rotate = ['rotate-password', 'nobody', '--env-file', at.envFile, '--yes']
    expectRefusal(await runElkctl(rotate), {
      code: 3,
      says: [`there is no destination for the new password of nobody: ${at.envFile} names elastic`],
      next: '--credentials-file FILE',
    })
    expectRefusal(await runElkctl([...rotate, '--credentials-file', file]), {
      code: 3,
      says: [`There is no user nobody on ${bed.searchUrl}.`],
      next: 'elkctl create-user nobody',
    })
    expect(bed.writes()).toEqual([])
  })

  it('a password in .env that the stack refuses is not called done, and can be reset', async () => {
    const at = bed.installation()
    expect((await init(at)).code).toBe(0)
    writeFileSync(at.envFile, at.env().replace(/^(ELASTICSEARCH_PASSWORD)=.*$/m, '$1=of-yesterday-5127'))
    const asAdmin = (...args: string[]) =>
      runElkctl([...args, '--env-file', at.envFile, '--admin-username', bed.admin.username], {
        env: { ELKCTL_ADMIN_PASSWORD: bed.admin.password },
      })
    const verified = await asAdmin('verify', '--quiet')
    expect([verified.code, verified.stderr]).toEqual([
      4,
      expect.stringMatching(
        /✖ signs in: the password of openvidu is refused: 401 .*\n +Correct it .* elkctl init --reset-password --write-env\.\n$/,
      ),
    ])
    const refused = await asAdmin('init', '--yes')
    expect(refused.stdout).toContain(
      `the stack refuses the password of openvidu in ${at.envFile}: correct it there (another node may have it: copy the lines ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD), or set a new one with --reset-password --write-env.`,
    )
    expect([refused.code, (await asAdmin('init', '--yes', '--reset-password', '--write-env')).code]).toEqual([4, 0])
  })
})
