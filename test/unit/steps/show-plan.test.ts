import { expect, it } from '@jest/globals'
import { Chalk } from 'chalk'
import { noIndices } from '../../../src/lifecycle/index.js'
import { profiles } from '../../../src/profiles/index.js'
import { createJournal } from '../../../src/report/journal.js'
import type { Settings } from '../../../src/settings/settings.js'
import type { Run } from '../../../src/steps/run.js'
import { showPlan } from '../../../src/steps/show-plan.js'
import { stackOf } from '../fake-stack.js'

it('a plan without anything in it has no heading, and its notes are shown', () => {
  const printed: string[] = []
  const journal = createJournal()
  journal.note('no user is named')
  const run = { journal, screen: { color: new Chalk({ level: 0 }), print: (line: string) => printed.push(line) } }
  const empty = { stack: stackOf(), lifecycle: true, changes: [], indices: noIndices, missing: [] }
  showPlan(empty, { profile: profiles[0] } as Settings, run as unknown as Run)
  expect(printed).toEqual(['  Note: no user is named.'])
})
