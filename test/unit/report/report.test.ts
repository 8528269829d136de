import { Chalk } from 'chalk'
import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../../src/engine/change.js'
import type { Plan } from '../../../src/engine/plan.js'
import { ElkctlError, exitCodes, SettingsError, type Exit } from '../../../src/errors.js'
import { noIndices } from '../../../src/lifecycle/index.js'
import { indexTemplate } from '../../../src/kinds/index-template/index-template.js'
import { role } from '../../../src/kinds/role/role.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import { user } from '../../../src/kinds/user/user.js'
import { planLines } from '../../../src/report/text/plan.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { asJson } from '../../../src/report/json.js'
import type { Report } from '../../../src/report/report.js'
import { checkLine } from '../../../src/report/text/checks.js'
import { countChanges } from '../../../src/report/text/counts.js'
import { errorText } from '../../../src/report/text/error.js'
import { describeStack } from '../../../src/report/text/stack.js'
import { opendistro, opensearch } from '../../../src/stack/flavors.js'
import { strictTls } from '../../../src/http/tls.js'
import { readerOf, stackOf } from '../fake-stack.js'

const plain = new Chalk({ level: 0 })
const subject = { kind: indexTemplate, name: 'logs', file: 'f.json' }
const changes: Change[] = [
  { ...subject, action: 'create', after: { password: 'geheim' } },
  {
    ...subject,
    kind: role,
    name: 'r',
    action: 'update',
    after: { a: 'geheim' },
    existing: { body: { b: 'geheim' } },
    differences: [
      { path: 'cluster', before: ['a'], after: ['a', 'b'] },
      { path: 'x', before: undefined, after: { y: 1 } },
    ],
    origin: 'edited',
  },
  { ...subject, name: 'same', action: 'unchanged' },
  { ...subject, kind: user, name: 'u', action: 'unverified', reason: 'may not' },
  { ...subject, kind: savedObject, name: 'dashboard/d', action: 'skipped', reason: 'no server' },
  { ...subject, name: 'b', action: 'blocked', reason: 'in the way', hint: 'clear it', exit: 'conflict' },
]
const planOf = (list: Change[]): Plan => ({
  stack: stackOf(),
  lifecycle: true,
  changes: list,
  indices: noIndices,
  missing: [{ part: 'p', meaning: 'm' }],
})

describe('the plan as text', () => {
  it('says each action, with differences and reasons', () => {
    const lines = planLines(planOf(changes), plain)
    expect(lines.map((line) => line.trim().replace(/ {2,}/g, '  '))).toEqual([
      '+ index template  logs  create',
      '~ role  r  update: edited by hand since elkctl wrote it',
      'cluster: a → a, b',
      'x: (nothing) → {"y":1}',
      '! index template  b  blocked: in the way',
      '? user  not verified: may not (u)',
      '- saved object  skipped: no server (dashboard/d)',
      '= index template  unchanged (same)',
    ])
    expect(lines.join('\n')).not.toContain('geheim')
  })

  it('tells many of a kind by their number, and a part by its type', () => {
    const parts = ['visualization/a', 'visualization/b', 'index-pattern/c', 'dashboard/d'].map((name): Change => ({
      ...subject,
      kind: savedObject,
      name,
      action: 'create',
      after: {},
    }))
    const same = ['a', 'b', 'c'].map((name): Change => ({ ...subject, name, action: 'unchanged' }))
    const lines = planLines(planOf([...parts, ...same]), plain)
    expect(lines.map((line) => line.trim().replace(/ {2,}/g, '  '))).toEqual([
      '+ saved object  dashboard/d  create',
      '+ saved object  2 of type visualization  create',
      '+ saved object  1 of type index-pattern  create',
      '= index template  unchanged (all 3)',
    ])
    expect(new Set(lines.flatMap((line) => (line.endsWith('create') ? [line.length] : []))).size).toBe(1)
  })

  it('is cut where a value is long', () => {
    const long: Change = {
      ...subject,
      action: 'update',
      after: {},
      existing: { body: {} },
      origin: 'older',
      differences: [{ path: 'p', before: 'x'.repeat(500), after: 'y' }],
    }
    expect(Math.max(...planLines(planOf([long]), plain).map((line) => line.length))).toBeLessThan(200)
  })

  it('is nothing for nothing', () => {
    expect(planLines(planOf([]), plain)).toEqual([])
  })

  it('is counted in one line', () => {
    expect(countChanges(planOf(changes))).toBe(
      '1 to create, 1 to update, 1 unchanged, 1 not verified, 1 skipped, 1 blocked',
    )
    expect(countChanges(planOf(changes.slice(0, 1)))).toBe('1 to create')
  })
})

describe('the stack in a line', () => {
  const dashboards = { version: '7.12.1', reader: readerOf({}) }

  it.each([
    [stackOf({ dashboards }), 'Elasticsearch 7.10.2, self-hosted, security on; Kibana 7.12.1'],
    [stackOf({ security: false }), 'Elasticsearch 7.10.2, self-hosted, security off'],
    [
      stackOf({ withoutDashboards: '--no-dashboards' }),
      'Elasticsearch 7.10.2, self-hosted, security on; no dashboards server (--no-dashboards)',
    ],
    [
      stackOf({ version: '2.19.4', dashboards: { ...dashboards, version: '2.19.2' } }, opensearch),
      'OpenSearch 2.19.4 (equivalent to Elasticsearch 7.10.2), self-hosted, security on; OpenSearch Dashboards 2.19.2',
    ],
    [
      stackOf({ compatibilityMode: true }, opensearch),
      'OpenSearch in compatibility mode (it says 7.10.2), self-hosted, security on',
    ],
    [stackOf({ dashboards }, opendistro), 'Open Distro 7.10.2, self-hosted, security on; Kibana 7.12.1'],
  ])('%#', (stack, text) => {
    expect(describeStack(stack)).toBe(text)
  })
})

describe('the JSON document', () => {
  const error = new ElkctlError('went wrong', { exit: 'conflict', hint: 'do this' })
  const report: Report = {
    command: 'init',
    settings: {
      profile: openvidu,
      envFile: '/opt/openvidu/.env',
      release: '2.20.0',
      searchUrl: 'https://es:9200',
      nodes: [{ url: 'https://es:9200' }],
      dashboardsUrl: undefined,
      assumed: undefined,
      withoutDashboards: undefined,
      admin: { username: 'elastic', password: 'geheim', from: '.env:3' },
      account: { username: 'openvidu', role: 'openvidu-role', password: 'geheim' },
      fileAccount: { username: 'openvidu', password: 'geheim' },
      tenant: undefined,
      space: undefined,
      spaceOrTenantGiven: false,
      retentionDays: 15,
      bulkDocuments: undefined,
      corrections: [],
      variables: {},
      tls: strictTls,
      insecureBy: undefined,
      proxies: {},
      alertChoice: {},
      wait: 60_000,
      notes: [],
    },
    plan: planOf(changes),
    outcomes: [
      { change: changes[0] as Change, status: 'applied', milliseconds: 3, keptOtherwise: { paths: ['x'] } },
      { change: changes[1] as Change, status: 'failed', error, milliseconds: 3 },
      { change: changes[2] as Change, status: 'not tried' },
    ],
    checks: [{ id: 'account.signs-in', title: 't', status: 'pass', detail: 'd' }],
    handedOver: { file: '.env', backup: undefined },
    notes: ['a note'],
    exit: 'partial',
    verdict: 'Done in part.',
    error,
  }
  const document = asJson(report, '0.1.0') as unknown as Record<string, never>

  it('has a format version, and everything that was found out and done', () => {
    expect(document).toMatchObject({
      format: 1,
      elkctl: '0.1.0',
      command: 'init',
      exit: 'partial',
      exitCode: 8,
      verdict: 'Done in part.',
      settings: {
        profile: 'openvidu',
        release: '2.20.0',
        searchUrl: 'https://es:9200',
        dashboardsUrl: null,
        username: 'openvidu',
        role: 'openvidu-role',
        retentionDays: 15,
        signedInAs: 'elastic',
      },
      stack: { product: 'elasticsearch', version: '7.10.2', security: true, dashboards: null },
      missing: [{ part: 'p', meaning: 'm' }],
      outcomes: [
        { kind: 'index template', name: 'logs', status: 'applied', keptOtherwise: ['x'] },
        { kind: 'role', name: 'r', status: 'failed', error: { message: 'went wrong', hint: 'do this' } },
        { kind: 'index template', name: 'same', status: 'not tried' },
      ],
      checks: [{ title: 't', status: 'pass' }],
      notes: ['a note'],
      error: { message: 'went wrong', hint: 'do this' },
    })
  })

  it('names each change with its differences or its reason', () => {
    expect(document['plan']).toEqual([
      { action: 'create', kind: 'index template', name: 'logs', file: 'f.json' },
      {
        action: 'update',
        kind: 'role',
        name: 'r',
        file: 'f.json',
        origin: 'edited',
        differences: [
          { path: 'cluster', before: ['a'], after: ['a', 'b'] },
          { path: 'x', before: null, after: { y: 1 } },
        ],
      },
      { action: 'unchanged', kind: 'index template', name: 'same', file: 'f.json' },
      { action: 'unverified', kind: 'user', name: 'u', file: 'f.json', reason: 'may not' },
      { action: 'skipped', kind: 'saved object', name: 'dashboard/d', file: 'f.json', reason: 'no server' },
      { action: 'blocked', kind: 'index template', name: 'b', file: 'f.json', reason: 'in the way' },
    ])
  })

  it('has no password and no body in it, and survives JSON', () => {
    const text = JSON.stringify(document)
    expect(text).not.toContain('geheim')
    expect(JSON.parse(text)).toEqual(document)
  })

  it('of a run that ended early has what there was', () => {
    const early = asJson(
      {
        command: 'plan',
        outcomes: [],
        checks: [],
        notes: [],
        exit: 'usage',
        verdict: 'Stopped.',
        error: new SettingsError([{ where: '--wait', message: 'm' }]),
      },
      '0.1.0',
    )
    expect(early).toMatchObject({
      exitCode: 3,
      error: { problems: [{ where: '--wait', message: 'm' }] },
      handedOver: null,
    })
    expect(early).not.toHaveProperty('plan')
    expect(early).not.toHaveProperty('settings')
  })

  it.each(Object.keys(exitCodes) as Exit[])('gives the exit code of "%s"', (exit) => {
    expect(asJson({ ...report, exit }, '0.1.0')).toMatchObject({ exit, exitCode: exitCodes[exit].code })
  })
})

describe('lines', () => {
  it.each([
    ['pass', undefined, '  ✔ t: d'],
    ['fail', 'h', '  ✖ t: d\n      h'],
    ['skip', undefined, '  - t: d'],
  ] as const)('of a check: %s', (status, hint, line) => {
    expect(
      checkLine(
        { id: 'account.signs-in', title: 't', status, detail: 'd', ...(hint !== undefined && { hint }) },
        plain,
      ),
    ).toBe(line)
  })

  it('of an error', () => {
    expect(errorText(new ElkctlError('m', { exit: 'failure', hint: 'h' }), plain)).toBe('Error: m\n  h')
  })
})
