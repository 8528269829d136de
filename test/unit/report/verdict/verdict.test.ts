import { describe, expect, it } from '@jest/globals'
import type { RightResult } from '../../../../src/access/rights.js'
import { catalogue, checkIds } from '../../../../src/checks/catalogue/index.js'
import { findingsOfFile } from '../../../../src/checks/account-in-file.js'
import { problem, unchecked, type Finding } from '../../../../src/checks/finding.js'
import { findingsOfChecks, findingsOfRights } from '../../../../src/checks/of-account.js'
import { findingsOfCorrections } from '../../../../src/checks/of-corrections.js'
import { findingsOfPlan } from '../../../../src/checks/of-plan.js'
import type { Outcome } from '../../../../src/engine/apply.js'
import type { Change } from '../../../../src/engine/change.js'
import type { CheckResult } from '../../../../src/engine/check.js'
import type { Plan } from '../../../../src/engine/plan.js'
import { ElkctlError, type Exit } from '../../../../src/errors.js'
import { noIndices } from '../../../../src/lifecycle/index.js'
import { indexTemplate } from '../../../../src/kinds/index-template/index-template.js'
import { user } from '../../../../src/kinds/user/user.js'
import { dodas } from '../../../../src/profiles/dodas/index.js'
import { openvidu } from '../../../../src/profiles/openvidu/index.js'
import { verdictOf, type Ending } from '../../../../src/report/verdict/verdict.js'
import type { Settings } from '../../../../src/settings/settings.js'
import { stackOf } from '../../fake-stack.js'

const create: Change = { kind: indexTemplate, name: 'logs', file: 'f.json', action: 'create', after: {} }
const same: Change = { kind: indexTemplate, name: 'same', file: 'f.json', action: 'unchanged' }
const blocked: Change = {
  ...{ kind: indexTemplate, name: 'b', file: 'f.json' },
  ...{ action: 'blocked', reason: 'in the way', hint: 'clear it', exit: 'conflict' as const },
}
const remove: Change = { kind: user, name: 'alice', file: '', action: 'remove', existing: { body: {} } }
const old = {
  index: 'events',
  template: {},
  differences: [{ field: 'time', has: 'long', wanted: 'date' }],
  copy: undefined,
}

const planOf = (changes: Change[], more: Partial<Plan> = {}): Plan => ({
  ...{ stack: stackOf(), lifecycle: true, changes },
  ...{ indices: noIndices, missing: [] },
  ...more,
})
const settings = {
  profile: openvidu,
  envFile: '.env',
  account: { username: 'openvidu', role: 'openvidu-role', password: undefined },
  admin: { username: 'elastic', password: 'p', from: '.env:1' },
  corrections: [],
} as Partial<Settings> as Settings

const applied = (change: Change): Outcome => ({ change, status: 'applied', milliseconds: 1 })
const wrong = (exit: Exit) => new ElkctlError('went wrong', { exit, hint: 'do this' })
const failed = (change: Change, exit: Exit): Outcome => ({
  change,
  status: 'failed',
  error: wrong(exit),
  milliseconds: 1,
})
const pass: CheckResult = { id: 'account.signs-in', title: 'signs in', status: 'pass', detail: 'd' }
const fail: CheckResult = { id: 'account.dashboards', title: 'reads', status: 'fail', detail: 'd' }

const installed = (more: Partial<Extract<Ending, { end: 'installed' }>>): Ending => ({
  ...{ end: 'installed', plan: planOf([create, same]), settings, outcomes: [applied(create)], checks: [pass] },
  ...{ checksSkipped: undefined, handedOver: undefined, reindexed: [], lacking: undefined },
  ...more,
})
interface Verification {
  plan: Plan
  settings: Settings
  named: string | undefined
  access: ReturnType<typeof access>
  issues: CheckResult[]
  checks: CheckResult[]
  ofStack: Finding[]
  failOn: 'warn' | 'fail'
}
const verified = (more: Partial<Verification>): Ending => {
  const facts = { plan: planOf([same]), settings, access: undefined, checks: [pass], failOn: 'fail' as const, ...more }
  const { plan, checks, failOn, issues = [], ofStack = [] } = facts
  const findings = [
    ...ofStack,
    ...findingsOfPlan(plan, undefined),
    ...findingsOfCorrections(facts.settings),
    ...findingsOfFile(plan, facts.settings, { username: 'named' in more ? more.named : 'openvidu', place: undefined }),
    ...findingsOfChecks([...checks, ...issues]),
    ...(facts.access ? findingsOfRights('openvidu', facts.access.rights) : []),
  ]
  return { end: 'verified', plan, findings, failOn, access: facts.access, checks, checksSkipped: undefined }
}
const right = (status: RightResult['status'], expected: RightResult['expected'] = 'needed'): RightResult => ({
  ...{ title: 'write logs', expected, because: 'b', granted: status === 'pass', status, evidence: [] },
})
const access = (...rights: RightResult[]) => ({ username: 'openvidu', kind: 'service', roles: [], rights })
const rotated = (works: 'old' | 'new' | 'one of both' | 'neither', error?: ElkctlError): Ending => ({
  ...{ end: 'rotated', rotation: { username: 'openvidu', by: 'itself', works, keptIn: undefined }, profile: openvidu },
  ...{ destination: { kind: 'env', file: '.env' }, error },
})
const bulk = { written: 5, alreadyThere: 0, refused: 0, reasons: new Map<string, number>(), retries: 0 }
const loaded = (more: Partial<Extract<Ending, { end: 'sample data loaded' }>>): Ending => ({
  ...{
    end: 'sample data loaded',
    result: bulk,
    speed: 'in 1.0 s (5 documents/s)',
    span: { from: 0, until: 3_600_000 },
    isAhead: false,
    follows: false,
  },
  ...{ ended: 'finished', visible: 5 },
  ...more,
})
const taken = { deleted: 3, families: new Map<string, number>(), indices: ['a'], kept: [], undeletable: [] }

const cases: [string, Ending, Exit, string][] = [
  ['a plan with changes', { end: 'planned', plan: planOf([create]) }, 'pending', 'Changes pending: 1 to create.'],
  ['a plan without', { end: 'planned', plan: planOf([same]) }, 'done', 'Nothing to do: 1 unchanged.'],
  [
    'a dry run',
    { end: 'dry run', plan: planOf([create]), old: [] },
    'pending',
    'Dry run, nothing was written: 1 to create.',
  ],
  [
    'a dry run that would reindex',
    { end: 'dry run', plan: planOf([same]), old: [old] },
    'pending',
    'events to reindex',
  ],
  ['a dry run of nothing', { end: 'dry run', plan: planOf([same]), old: [] }, 'done', 'nothing was written'],
  [
    'a second run',
    { end: 'nothing to do', plan: planOf([same]), lacking: undefined },
    'done',
    'Nothing to do: 1 unchanged.',
  ],
  [
    'a second run on a stack whose lifecycle management is stopped',
    {
      end: 'nothing to do',
      plan: planOf([same], { indices: { ...noIndices, stopped: 'ILM is stopped' } }),
      lacking: undefined,
    },
    ...(['done', 'But ILM is stopped.'] as const),
  ],
  [
    'a second run whose password is nowhere',
    {
      end: 'nothing to do',
      plan: planOf([same]),
      lacking: { file: 'x', username: 'openvidu', why: 'not named', lines: 'A and B' },
    },
    ...([
      'partial',
      'x does not name openvidu, whose password elkctl does not know. Does another node have it? Copy A and B from',
    ] as const),
  ],
  [
    'a second run whose password in the file is another',
    {
      end: 'nothing to do',
      plan: planOf([same]),
      lacking: { file: 'x', username: 'openvidu', why: 'refused', lines: 'A and B' },
    },
    ...(['access', 'refuses the password of openvidu in x'] as const),
  ],
  ['an installation', installed({}), 'done', 'Done: 1 change made, 1 unchanged; 1 check passed as openvidu.'],
  ['one with a new .env', installed({ handedOver: { file: '.env', backup: 'b' } }), 'done', 'Next: ./openvidu restart'],
  ['one with a file of its own', installed({ handedOver: { file: 'x', backup: undefined } }), 'done', 'as openvidu.'],
  [
    'one without checks',
    installed({ checks: [], checksSkipped: 'no password' }),
    'done',
    'checks skipped: no password.',
  ],
  [
    'one with a failed check',
    installed({ checks: [pass, fail] }),
    'partial',
    'but 1 of 2 checks failed. .env was left as it is.',
  ],
  [
    'one whose only change failed',
    installed({ outcomes: [failed(create, 'access')] }),
    'access',
    'Failed: 0 of 1 change made.',
  ],
  [
    'one whose second change failed',
    installed({ outcomes: [applied(create), failed(same, 'access')] }),
    ...(['partial', 'Done in part: 1 of 2 changes made.'] as const),
  ],
  [
    'one that reindexed',
    installed({ reindexed: [{ index: 'events', documents: 7 }] }),
    'done',
    'events was reindexed: 7 documents.',
  ],
  [
    'one beside an old index',
    installed({ plan: planOf([create], { indices: { ...noIndices, old: [old] } }) }),
    'done',
    'time is long instead of date',
  ],
  ['a stack as it should be', verified({}), 'done', 'Verified: 1 unchanged; 1 check passed.'],
  ['one that differs', verified({ plan: planOf([create]) }), 'pending', '1 to create'],
  ['one with an obstacle', verified({ plan: planOf([blocked]) }), 'conflict', 'blocked, see above'],
  [
    'a failed sign-in',
    verified({ checks: [{ ...pass, status: 'fail' }] }),
    'access',
    'Verification failed: the only check failed (signs in).',
  ],
  ['another failed check', verified({ checks: [pass, fail] }), 'failure', '1 of 2 checks failed (reads)'],
  [
    'a common issue',
    verified({ issues: [pass, { ...fail, id: 'common-issue.no-answer', title: 'Logs Not Appearing' }] }),
    'failure',
    '1 common issue found (Logs Not Appearing)',
  ],
  [
    'a warning',
    verified({ ofStack: [problem('stack.yellow', 'the cluster is yellow')] }),
    'done',
    'Verified: 1 unchanged; 1 check passed; 1 warning (stack.yellow).',
  ],
  [
    'a warning that counts',
    verified({ ofStack: [problem('stack.yellow', 'the cluster is yellow')], failOn: 'warn' }),
    'failure',
    'Verification failed: the cluster is yellow.',
  ],
  [
    'what could not be checked',
    verified({ ofStack: [unchecked('stack.red', '403')] }),
    'done',
    'Verified: 1 unchanged; 1 check passed; could not be checked: stack.red.',
  ],
  ['one that may be there', verified({ issues: [{ ...pass, status: 'warn' }] }), 'done', '1 check passed'],
  ['a missing right', verified({ access: access(right('missing')) }), 'access', 'lacks “write logs”'],
  ['a right too many', verified({ access: access(right('excess', 'refused')) }), 'conflict', 'must not have'],
  ['rights that cannot be asked about', verified({ access: access(right('skip')) }), 'failure', 'no right of openvidu'],
  ['no right at all', verified({ access: access() }), 'failure', 'no right of openvidu'],
  [
    'a right that is unclear',
    verified({ access: access(right('unclear')) }),
    'failure',
    'cannot tell whether openvidu has “write logs”',
  ],
  [
    'the superuser in the configuration',
    verified({ named: 'elastic' }),
    'pending',
    '.env names elastic (superuser) instead of the service account openvidu. To put openvidu into .env: copy the lines ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD from a node that has the password, or run elkctl init --write-env --reset-password.',
  ],
  [
    'nobody in the configuration, before there is a user',
    verified({
      named: undefined,
      plan: planOf([{ kind: user, name: 'openvidu', file: '', action: 'create', after: {} }]),
    }),
    'pending',
    '.env names no user instead of the service account openvidu. Run elkctl init. To put openvidu into .env: elkctl init --write-env.',
  ],
  [
    'a recipe without the password, where it names no users',
    verified({
      named: undefined,
      settings: { ...settings, profile: dodas, account: { ...settings.account, username: 'dodas' } },
    }),
    'pending',
    '.env has no password of dodas (elasticsearch_secret is not set). To put dodas into .env: elkctl init --write-env --reset-password.',
  ],
  [
    'a setting that cannot work',
    verified({
      settings: { ...settings, corrections: [{ key: 'FORMAT', before: 'a', value: 'b', says: 's' }] },
    }),
    'pending',
    'Verification failed: FORMAT cannot work as it is. To correct it: elkctl init --fix-settings.',
  ],
  [
    'stopped lifecycle management',
    verified({ plan: planOf([same], { indices: { ...noIndices, stopped: 'ISM is off' } }) }),
    'failure',
    'ISM is off',
  ],
  [
    'an old index',
    verified({ plan: planOf([same], { indices: { ...noIndices, old: [old] } }) }),
    'pending',
    'Verification failed: the index events is older',
  ],
  [
    'the gravest of several',
    verified({ plan: planOf([create]), checks: [{ ...pass, status: 'fail' }] }),
    'access',
    'Verification failed: the only check failed (signs in); the stack is out of date: 1 to create. Run elkctl init.',
  ],
  ['a user that is not there', { end: 'no such user', username: 'alice' }, 'done', 'there is no user alice'],
  ['a removal that is only shown', { end: 'removal shown', plan: planOf([remove]) }, 'pending', '1 to remove'],
  [
    'what was taken away',
    { end: 'taken away', plan: planOf([remove]), outcomes: [applied(remove)] },
    'done',
    'Done: 1 object taken away.',
  ],
  [
    'what was not all tried, and is never called done',
    {
      end: 'taken away',
      plan: planOf([remove, remove]),
      outcomes: [applied(remove), { change: remove, status: 'not tried' }],
    },
    'partial',
    'Done in part: 1 of 2 changes made. Run the same command again: it takes away the rest.',
  ],
  ['a removal', { end: 'removed', outcomes: [applied(remove)] }, 'done', 'Done: user alice removed.'],
  [
    'a removal that failed',
    { end: 'removed', outcomes: [failed(remove, 'failure')] },
    'failure',
    'Failed: 0 of 1 change made.',
  ],
  ['a rotation that is only shown', { end: 'rotation shown' }, 'pending', 'Dry run: nothing was changed.'],
  ['a rotation', rotated('new'), 'done', 'works, and is in .env. Next: ./openvidu restart'],
  [
    'a rotation that was refused',
    rotated('old', wrong('access')),
    'access',
    'the old one, which is in .env, works as before',
  ],
  ['a rotation that was refused for its form', rotated('old', wrong('usage')), 'failure', 'works as before'],
  [
    'a rotation whose file cannot be written',
    rotated('new', wrong('failure')),
    'partial',
    'the new one, works; the old one does not',
  ],
  [
    'a rotation without an answer',
    rotated('one of both', wrong('unreachable')),
    'unreachable',
    'Unclear which password is active',
  ],
  ['a rotation after which nothing works', rotated('neither', wrong('failure')), 'partial', 'neither password works'],
  ['a load', loaded({}), 'done', 'Done: 5 documents written in 1.0 s (5 documents/s), from 1970-01-01T00:00:00.000Z'],
  [
    'a second load',
    loaded({ result: { ...bulk, written: 0, alreadyThere: 5 } }),
    'done',
    'Nothing to do: 5 documents of 5',
  ],
  [
    'a load that reaches ahead',
    loaded({ isAhead: true }),
    'done',
    'to 1970-01-01T01:00:00.000Z. Dashboards stay live until then; longer with --follow.',
  ],
  [
    'a load that was followed',
    loaded({ isAhead: true, follows: true, visible: 6 }),
    'done',
    'Done: 5 documents written, from 1970-01-01T00:00:00.000Z to 1970-01-01T01:00:00.000Z. Dashboards stay live until then.',
  ],
  ['a load that is refused in part', loaded({ result: { ...bulk, refused: 2 } }), 'partial', '2 were refused.'],
  ['a load that does not arrive', loaded({ visible: 4 }), 'partial', 'but 4 can be found'],
  [
    'a load that was stopped',
    loaded({ ended: 'stopped', visible: undefined }),
    'interrupted',
    'Interrupted: 5 documents written;',
  ],
  ['a load that failed', loaded({ ended: wrong('unreachable') }), 'unreachable', 'Stopped: 5 documents written;'],
  [
    'sample data that is gone',
    { end: 'sample data removed', result: taken, ended: 'finished', left: 0 },
    ...(['done', 'Done: 3 sample documents and 1 index made for sample data deleted.'] as const),
  ],
  [
    'indices that another run left empty',
    { end: 'sample data removed', result: { ...taken, deleted: 0 }, ended: 'finished', left: 0 },
    ...(['done', 'Done: 1 index made for sample data deleted.'] as const),
  ],
  [
    'documents in indices of others',
    { end: 'sample data removed', result: { ...taken, indices: [] }, ended: 'finished', left: 0 },
    ...(['done', 'Done: 3 sample documents deleted.'] as const),
  ],
  [
    'sample data that was not there',
    { end: 'sample data removed', result: { ...taken, deleted: 0, indices: [] }, ended: 'finished', left: 0 },
    ...(['done', 'Nothing to do: there is no sample data.'] as const),
  ],
  [
    'sample data that stays',
    { end: 'sample data removed', result: taken, ended: 'finished', left: 2 },
    ...(['partial', '2 still there'] as const),
  ],
]

describe('the verdict', () => {
  it.each(cases)('of %s', (_what, ending, exit, said) => {
    const verdict = verdictOf(ending)
    expect([verdict.exit, verdict.verdict]).toEqual([exit, expect.stringContaining(said)])
  })

  it('carries the error that decided it', () => {
    expect(verdictOf(installed({ outcomes: [failed(create, 'access')] })).error).toMatchObject({
      message: 'went wrong',
    })
    expect(verdictOf(verified({ plan: planOf([blocked]) })).error).toMatchObject({ hint: 'clear it' })
    expect(verdictOf(installed({})).error).toBeUndefined()
  })
})

describe('--fail-on, by what a check found', () => {
  const counted = (status: Finding['status'], failOn: 'warn' | 'fail') =>
    checkIds.filter((id) => {
      const finding: Finding = { check: id, status, detail: 'd', exit: catalogue[id].exit }
      const ending: Ending = {
        ...{ end: 'verified', plan: planOf([same]), findings: [finding], failOn, access: undefined },
        ...{ checks: [pass], checksSkipped: undefined },
      }
      const { exit } = verdictOf(ending)
      expect([id, [catalogue[id].exit, 'done'].includes(exit)]).toEqual([id, true])
      return exit !== 'done'
    })
  it.each([
    ['fail', 'fail', 'every check'],
    ['fail', 'warn', 'every check'],
    ['warn', 'warn', 'every check'],
    ['warn', 'fail', 'none'],
    ['skip', 'fail', 'none'],
    ['skip', 'warn', 'none'],
    ['pass', 'fail', 'none'],
    ['pass', 'warn', 'none'],
  ] as const)('%s with --fail-on %s decides on the exit code of %s', (status, failOn, which) => {
    expect(counted(status, failOn)).toEqual(which === 'none' ? [] : checkIds)
  })
})
