import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { situationOn, type Cell, type CommandName } from '../../../../sandbox/faults/cell.js'
import { faultNames, type FaultName } from '../../../../sandbox/faults/fault.js'
import { fewObjects } from '../../../../sandbox/faults/few-objects.js'
import { waitForAnswers } from '../../../../sandbox/faults/in-process.js'
import { rowsIn, tablesIn } from '../../../../sandbox/faults/page.js'
import { labelOf, shown } from '../../../../sandbox/faults/table.js'
import type { Installation } from '../../../../sandbox/installation.js'
import { packageFolder } from '../../../../sandbox/package-folder.js'
import { runElkctl } from '../../../../sandbox/run-elkctl.js'
import { composed, merged, templateFields } from '../../../../src/engine/template-fields.js'
import type { JsonObject } from '../../../../src/json.js'
import { changedData, roleFile } from '../../../support/changed-data.js'
import { closedAfter } from '../../../support/closed-pipe.js'
import { expectCalm, expectRefusal, snapshot } from '../../../support/expectations.js'
import { faultyStackOn } from '../../../support/faulty-testbed.js'
import { runOnTerminal } from '../../../support/terminal.js'
import { basic, onTestbed } from '../../../support/testbed.js'

/** One case on a real engine of what `test/in-memory` tries, and what only an engine can refuse. Output and secrets: contract and canary. */
const bed = onTestbed({ engine: 'real' })

const init = (at: Installation, more: string[] = []) =>
  runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...more])
const userStatus = async () => (await bed.asAdmin('GET', '/_security/user/openvidu')).status

it('a wrong password: 4, and nothing is written', async () => {
  const at = bed.installation({ password: 'not-the-password-93' })
  const expectUntouched = snapshot(at)
  expectRefusal(await init(at), {
    code: 4,
    says: ['refused the password of elastic', '401'],
    next: '--admin-username NAME --admin-password-stdin',
  })
  expect(bed.writes()).toEqual([])
  expectUntouched()
})

it('a dashboards server that starts up is waited for', async () => {
  bed.setKibana('starting')
  const at = bed.installation()
  const { code, stdout } = await runElkctl(['plan', '--env-file', at.envFile], {
    onOutput: (text) => {
      if (text.includes('waiting for')) bed.setKibana('ready')
    },
  })
  expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringMatching(/^Changes pending: /m) })
})

it('a built-in role: 7, and nothing is written', async () => {
  const at = bed.installation()
  const expectUntouched = snapshot(at)
  expectRefusal(await init(at, ['--role', 'superuser']), {
    code: 7,
    says: ['The role superuser: the role "superuser" is built in'],
    next: '--role',
  })
  expect(bed.writes()).toEqual([])
  expectUntouched()
})

it.each([
  // All that a real Kibana says of it (recorded on 7.12.1).
  { by: 'Kibana', more: [], says: 'action_request_validation_exception' },
  { by: 'Elasticsearch', more: ['--no-dashboards'], says: 'unknown cluster privilege [moniter]' },
])('a role with a misspelt privilege is told in the words of $by, and no user is made', async ({ more, says }) => {
  const at = bed.installation()
  const data = changedData(at, roleFile, (text) => text.replace('"monitor"', '"moniter"'))
  const expectUntouched = snapshot(at)
  const result = await init(at, ['--data', data, ...more])
  expectRefusal(result, {
    code: 1,
    says: ['Role openvidu-role was refused: 400', says],
    next: 'Correct what the server names',
  })
  expect(result.stdout).toMatch(/^Failed: 0 of \d+ changes made/m)
  expect(bed.writes().filter((write) => write.includes('/_security/user/'))).toEqual([])
  expectUntouched()
})

it('init whose standard output closes after the user: 130, and the user is taken back', async () => {
  const at = bed.installation()
  const expectUntouched = snapshot(at)
  const { code, stderr } = await closedAfter(at, 'stdout', 'Writing user')
  expectCalm(stderr)
  expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(/^Interrupted: /m) })
  expect(await userStatus()).toBe(404)
  expectUntouched()
})

it('a first run on a terminal, with its questions', async () => {
  const at = bed.installation()
  const { code, text } = await runOnTerminal(['init', '--env-file', at.envFile], {
    answers: [
      ['Where does the password of openvidu go?', '\r'],
      ['(y/N)', 'y\r'],
    ],
  })
  expect(code).toBe(0)
  expect(text).toMatch(/^Done: /m)
  expect(await userStatus()).toBe(200)
  expect(await runElkctl(['plan', '--env-file', at.envFile])).toMatchObject({ code: 0, stderr: '' })
})

it('several at the same moment: the account has one password, which is in one of the files', async () => {
  const all = Array.from({ length: 4 }, () => bed.installation())
  const runs = await Promise.all(all.map((at) => init(at)))
  expect(runs.map(({ code }) => code).sort()).toEqual([0, 8, 8, 8])
  const named = all.filter((at) => at.value('ELASTICSEARCH_USERNAME') === 'openvidu')
  expect(named.map((at) => runs[all.indexOf(at)]?.code)).toEqual([0])
  const [owner] = named
  const account = { username: 'openvidu', password: String(owner?.value('ELASTICSEARCH_PASSWORD')) }
  const { status } = await fetch(`${bed.searchUrl}/`, { headers: { authorization: basic(account) } })
  expect(status).toBe(200)
})

it.each([
  ['closed', ['openvidu', 'openvidu-logs-2021.03.03']],
  ['missing', ['openvidu-logs-2021.03.03']],
])(
  'the sizes of data are asked for although an index is %s: it all goes with --delete-data',
  async (state, indices) => {
    const at = bed.installation()
    for (const index of indices) expect((await bed.asAdmin('PUT', `/${index}`)).status).toBe(200)
    if (state === 'closed') expect((await bed.asAdmin('POST', '/openvidu/_close')).status).toBe(200)
    const result = await runElkctl(['destroy', '--env-file', at.envFile, '--yes', 'openvidu', '--delete-data'])
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Done: \d ind(ex|ices) taken away\.$/m) as unknown,
    })
    for (const index of indices) expect((await bed.asAdmin('GET', `/${index}`)).status).toBe(404)
  },
)

describe('what docs/faults.md says of the engine in memory', () => {
  const page = tablesIn(readFileSync(join(packageFolder(), 'docs/faults.md'), 'utf8'))
  const data = fewObjects()
  afterAll(data.remove)
  // An answer that is not awaited for half a minute.
  beforeAll(() => {
    waitForAnswers(3000)
  })

  it.each<[CommandName, string, FaultName, exit: number]>([
    ['init', 'PUT /_index_template/openvidu-events', 'busy', 0],
    ['destroy', 'GET /_security/user', 'half', 5],
    ['rotate-password', 'POST /_security/user/_password', 'cut', 0],
    ['init', 'PUT /_security/user/openvidu', 'page', 8],
    ['init', 'PUT /_ingest/pipeline/openvidu-logs-pipeline', 'held', 0],
  ])('is so here: %s, %s, %s → %i, and the same command again ends well', async (command, request, fault, exit) => {
    const situation = situationOn(faultyStackOn(bed), data.folder)
    await situation.begin()
    const cell: Cell = { command, server: 'search', request, alike: 0, fault }
    const result = await situation.meet(cell)
    expect(result).toEqual({ exit, again: 0, wrong: [] })
    const inPage = new Map(rowsIn(page.get(command) ?? '')).get(labelOf(cell))?.[faultNames.indexOf(fault)]
    expect(inPage).toBe(shown(result))
  })
})

describe('a template of others that wins over ours', () => {
  const component = {
    template: {
      settings: { index: { number_of_replicas: '2', default_pipeline: 'strangers' } },
      mappings: {
        properties: {
          level: { type: 'text', fields: { raw: { type: 'keyword' } } },
          host: { properties: { name: { type: 'keyword' }, ip: { type: 'ip' } } },
        },
      },
    },
  }
  const stranger = {
    index_patterns: ['*'],
    priority: 1000,
    composed_of: ['strangers'],
    template: {
      settings: { index: { number_of_replicas: '0' } },
      mappings: { properties: { level: { type: 'keyword' }, host: { properties: { ip: { type: 'keyword' } } } } },
    },
  }

  it('is named by verify, for each of ours, and gives to an index what the server itself simulates', async () => {
    const at = bed.installation()
    expect((await init(at)).code).toBe(0)
    await bed.asAdmin('PUT', '/_component_template/strangers', component)
    await bed.asAdmin('PUT', '/_index_template/strangers', stranger)
    try {
      const { code, stdout } = await runElkctl(['verify', '--env-file', at.envFile, '--json'])
      const { findings } = JSON.parse(stdout) as { findings: { id: string; subject: string; detail: string }[] }
      const hidden = findings.filter(({ id }) => id === 'template.hidden')
      expect(code).toBe(7)
      const files = readdirSync(join(packageFolder(), 'templates/openvidu/index-templates'))
      const legacy = ['openvidu-filebeat-fields', 'openvidu-metricbeat-fields']
      expect(hidden.map(({ subject }) => subject).sort()).toEqual(
        [...files.map((file) => file.replace('.json', '')), ...legacy].map((name) => `index template ${name}`).sort(),
      )
      expect(hidden.find(({ subject }) => subject === 'index template openvidu-logs')?.detail).toMatch(
        /^the template strangers \(\*, priority 1000\), which elkctl did not make, wins over openvidu-logs \(priority \d+\) for new indices that both are for: they lack index\.default_pipeline, /,
      )
      const { body } = await bed.asAdmin('POST', '/_index_template/_simulate_index/openvidu-logs-x')
      const simulated = templateFields((body as { template: JsonObject }).template)
      const own = composed([templateFields(component.template), templateFields(stranger.template)])
      expect({ ...own, fields: new Map([...own.fields].sort()) }).toEqual({
        ...simulated,
        fields: new Map([...simulated.fields].sort()),
      })
    } finally {
      await bed.asAdmin('DELETE', '/_index_template/strangers')
      await bed.asAdmin('DELETE', '/_component_template/strangers')
    }
  })

  it('merges legacy ones as the server does', async () => {
    const [first, second] = [
      { index_patterns: ['merged-*'], order: 1, ...component.template },
      { index_patterns: ['merged-*'], order: 2, ...stranger.template },
    ]
    await bed.asAdmin('PUT', '/_template/merged-1', first)
    await bed.asAdmin('PUT', '/_template/merged-2', second)
    try {
      await bed.asAdmin('PUT', '/merged-x')
      const { body } = await bed.asAdmin('GET', '/merged-x/_mapping')
      const made = templateFields((body as Record<string, JsonObject>)['merged-x'] ?? {})
      expect(merged([templateFields(first), templateFields(second)]).fields).toEqual(made.fields)
    } finally {
      for (const path of ['/_template/merged-1', '/_template/merged-2', '/merged-x']) await bed.asAdmin('DELETE', path)
    }
  })
})
