import { readFileSync, statSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import { packageFolder } from '../../../../sandbox/package-folder.js'
import type { LocalStack } from '../../../../sandbox/stack.js'
import { describeContractOfOne } from '../../../engine/contract/contract.js'
import { engineStacks } from '../../../engine/contract/stacks.js'
import { account, type Account } from '../../../support/account.js'
import { report } from '../../../support/json-report.js'
import { describeOldEvents } from '../../../engine/whole-run/old-events.js'

const today = new Date().toISOString().slice(0, 10).replaceAll('-', '.')
const at = describeContractOfOne(engineStacks['elasticsearch-7.10'])
let stack: LocalStack
let installation: Installation
let admin: Account
let kibana: Account

beforeAll(() => {
  ;({ stack, installation, search: admin, dashboards: kibana } = at)
})

const init = (...more: string[]) => report(['init', '--env-file', installation.envFile, '--yes', ...more])

/** As the administrator, whose credentials are no longer in `.env`. */
const initAsAdmin = (...more: string[]) =>
  report(
    [
      'init',
      '--env-file',
      installation.envFile,
      '--yes',
      '--write-env',
      '--admin-username',
      stack.engine.username,
      ...more,
    ],
    { env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password } },
  )

describe('the documented role', () => {
  it('is too narrow: browser logs are refused, speech-to-text is not', async () => {
    const documented = JSON.parse(
      readFileSync(`${packageFolder()}/test/fixtures/roles/documented-role.json`, 'utf8'),
    ) as { elasticsearch: object }
    await kibana('PUT', '/api/security/role/documented', documented)
    await admin('PUT', '/_security/user/documented', { password: 'kT7-velvet-Orbit-93', roles: ['documented'] })
    const user = account(stack.engine.url, 'documented', 'kT7-velvet-Orbit-93')
    expect((await user('PUT', `/openvidu-browser-logs-${today}`)).status).toBe(403)
    expect((await user('PUT', `/filebeat-speech-to-text-${today}`)).status).toBe(200)
    await admin('DELETE', `/filebeat-speech-to-text-${today}`)
    await admin('DELETE', '/_security/user/documented')
    await admin('DELETE', '/_security/role/documented')
  })
})

describe('what was changed by hand is found, shown and repaired', () => {
  const drifts: { what: string; change: () => Promise<{ status: number }>; path: string; origin: string }[] = [
    {
      what: 'ingest pipeline openvidu-kurento-pipeline',
      change: () =>
        admin('PUT', '/_ingest/pipeline/openvidu-kurento-pipeline', { description: 'mine', processors: [] }),
      path: 'processors',
      origin: 'unmarked',
    },
    {
      what: 'index template openvidu-events',
      change: async () => {
        const { body } = await admin('GET', '/_index_template/openvidu-events')
        const template = (
          body as {
            index_templates: { index_template: { template: { mappings: { properties: Record<string, unknown> } } } }[]
          }
        ).index_templates[0]?.index_template
        if (template) template.template.mappings.properties['timestamp'] = { type: 'long' }
        return admin('PUT', '/_index_template/openvidu-events', template)
      },
      path: 'template.mappings.properties.timestamp.type',
      origin: 'edited',
    },
    {
      what: 'role openvidu-role',
      change: async () => {
        const { body } = await kibana('GET', '/api/security/role/openvidu-role')
        const {
          elasticsearch,
          kibana: spaces,
          metadata,
        } = body as { elasticsearch: { cluster: string[] }; kibana: unknown; metadata: unknown }
        return kibana('PUT', '/api/security/role/openvidu-role', {
          elasticsearch: { ...elasticsearch, cluster: [...elasticsearch.cluster, 'manage_security'] },
          kibana: spaces,
          metadata,
        })
      },
      path: 'elasticsearch.cluster',
      origin: 'edited',
    },
    {
      what: 'user openvidu',
      change: () => admin('PUT', '/_security/user/openvidu', { roles: [] }),
      path: 'roles',
      origin: 'unmarked',
    },
    {
      what: 'saved object visualization/openvidu-recordings-by-size',
      change: async () => {
        const { body } = await kibana('GET', '/api/saved_objects/visualization/openvidu-recordings-by-size')
        const object = body as { attributes: { visState: string }; references: unknown }
        const attributes = {
          ...object.attributes,
          visState: object.attributes.visState.replaceAll('size:', 'duration:'),
        }
        return importInto([
          { type: 'visualization', id: 'openvidu-recordings-by-size', attributes, references: object.references },
        ])
      },
      path: 'aggregations[1].queries[0].query',
      origin: 'edited',
    },
    {
      what: 'saved object dashboard/openvidu-recordings',
      change: () => kibana('DELETE', '/api/saved_objects/dashboard/openvidu-recordings'),
      path: '',
      origin: '',
    },
  ]

  async function importInto(objects: object[]): Promise<{ status: number }> {
    const form = new FormData()
    form.append('file', new Blob([objects.map((object) => JSON.stringify(object)).join('\n')]), 'edit.ndjson')
    const authorization = `Basic ${Buffer.from(`${stack.engine.username}:${stack.engine.password}`).toString('base64')}`
    return fetch(`${String(stack.dashboards?.url)}/api/saved_objects/_import?overwrite=true`, {
      method: 'POST',
      body: form,
      headers: { authorization, 'kbn-xsrf': 'true' },
    })
  }

  it.each(drifts)('$what', async ({ what, change, path, origin }) => {
    expect((await change()).status).toBeLessThan(300)
    const plan = await report(['plan', '--env-file', installation.envFile, '--admin-username', stack.engine.username], {
      env: { ELKCTL_ADMIN_PASSWORD: stack.engine.password },
    })
    const isKept = origin === 'edited'
    const pending = plan.plan.filter(({ action }) => ['create', 'update', 'kept'].includes(action))
    expect(plan.code).toBe(isKept ? 0 : 2)
    expect(pending.map(({ kind, name }) => `${kind} ${name}`)).toEqual([what])
    expect(pending[0]?.action).toBe(origin === '' ? 'create' : isKept ? 'kept' : 'update')
    if (origin !== '') {
      expect(pending[0]?.origin).toBe(origin)
      expect(pending[0]?.differences?.map((difference) => difference.path)).toContain(path)
    }
    if (isKept) {
      stack.clear()
      const kept = await initAsAdmin()
      expect([kept.code, stack.writes()]).toEqual([0, []])
      expect(kept.notes).toContain(
        `${what} was edited by hand since elkctl wrote it, and kept: --overwrite replaces that`,
      )
    }
    const repaired = await initAsAdmin(...(isKept ? ['--overwrite'] : []))
    expect(repaired.error).toBeUndefined()
    expect(repaired.code).toBe(0)
    expect(repaired.outcomes).toHaveLength(1)
    stack.clear()
    expect((await initAsAdmin()).code).toBe(0)
    expect(stack.writes()).toEqual([])
  })

  it('says what it may not repair when it is signed in as the account itself', async () => {
    const body = {
      cluster: ['monitor', 'manage_ingest_pipelines', 'manage_index_templates', 'manage_ilm'],
      indices: [],
    }
    await admin('PUT', '/_security/role/openvidu-role', {
      ...body,
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_savedObjectsManagement.all'],
          resources: ['space:default'],
        },
      ],
    })
    const stopped = await init('--write-env')
    expect(stopped.code).toBe(4)
    expect(stopped.error?.message).toContain('openvidu-role')
    expect(stopped.error?.hint).toContain('--admin-username')
    expect((await initAsAdmin()).code).toBe(0)
  })

  it('sets a new password for a user that exists only with --reset-password', async () => {
    const old = installation.value('ELASTICSEARCH_PASSWORD')
    const reset = await initAsAdmin('--reset-password')
    expect(reset.code).toBe(0)
    expect(installation.value('ELASTICSEARCH_PASSWORD')).not.toBe(old)
    expect(
      (await account(stack.engine.url, 'openvidu', installation.value('ELASTICSEARCH_PASSWORD'))('GET', '/')).status,
    ).toBe(200)
    expect((await account(stack.engine.url, 'openvidu', old)('GET', '/')).status).toBe(401)
  })
})

describe('other ways to hand over', () => {
  it('puts the credentials into a new file of mode 600 and leaves .env alone', async () => {
    const other = makeInstallation({
      searchUrl: stack.search.url,
      dashboardsUrl: String(stack.dashboards?.url),
      username: stack.engine.username,
      password: stack.engine.password,
    })
    const file = `${other.folder}/credentials`
    const before = other.env()
    const args = [
      'init',
      '--env-file',
      other.envFile,
      '--yes',
      '--username',
      'second',
      '--role',
      'second-role',
      '--credentials-file',
      file,
    ]
    const first = await report([...args, '--password-stdin'], { stdin: 'p#w "d\'$=\n' })
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([
      'ELASTICSEARCH_USERNAME=second',
      'ELASTICSEARCH_PASSWORD=p#w "d\'$=',
      '',
    ])
    expect(other.env()).toBe(before)
    expect((await account(stack.engine.url, 'second', 'p#w "d\'$=')('GET', '/')).status).toBe(200)
    stack.clear()
    expect((await report(args)).code).toBe(0)
    expect(stack.writes()).toEqual([])
    other.remove()
  })
})

describeOldEvents(at)
