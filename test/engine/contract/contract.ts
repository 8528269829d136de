import { describe, expect, it } from '@jest/globals'
import { describeAdoption } from './adoption.js'
import { describeContent } from './content.js'
import { describeDashboards, describeWithoutDashboards } from './dashboards.js'
import { describeDetection } from './detection.js'
import { describeLifecycle, describeWithoutLifecycle } from './lifecycle.js'
import { beginRuns } from './runs.js'
import { describeSecurity, describeWithoutSecurity } from './security.js'
import { onContractStack, type Situation } from './situation.js'
import { beginTakenAway } from './taken-away.js'
import { contractTitle } from './title.js'
import { parts, type ContractStack, type Part } from './stacks.js'
import type { Runs } from './runs.js'

type Cases = (at: Situation, runs: Runs) => void

const cases: Record<Part, { there: Cases; absent?: Cases }> = {
  detection: { there: describeDetection },
  content: { there: describeContent },
  security: { there: describeSecurity, absent: describeWithoutSecurity },
  lifecycle: { there: describeLifecycle, absent: describeWithoutLifecycle },
  dashboards: { there: describeDashboards, absent: describeWithoutDashboards },
}

/**
 * The same cases on every stack: recognised, made ready by the first run, left alone by the second, repaired where it was changed, with an
 * account that may do what it must and nothing else. What a stack does not have is a case too: elkctl says so.
 *
 * @param more what this stack alone has, or the other applications on it (test/release)
 * @param whyNot the stack cannot be started on this machine: every case is reported as skipped
 */
export function describeContract(contract: ContractStack, whyNot?: string, more: Cases = () => undefined): Situation {
  return describeOn({ contract, isWhole: true }, whyNot, more)
}

/**
 * The same, but for what elkctl does alike on each version of a product: finds what a person changed, makes a viewer, changes the retention. `npm test` tries
 * the versions with this, and a release with the whole.
 */
export function describeVersion(contract: ContractStack, whyNot?: string, more: Cases = () => undefined): Situation {
  return describeOn({ contract, isWhole: false }, whyNot, more)
}

type Extent = Pick<Situation, 'contract' | 'isWhole'>

function describeOn({ contract, isWhole }: Extent, whyNot: string | undefined, more: Cases): Situation {
  if (whyNot !== undefined) {
    describe(`${contractTitle}${contract.title}`, () => {
      it.skip(`not here: ${whyNot}`, () => undefined)
    })
    return {} as Situation
  }
  return describeCases({ contract, isWhole }, (at, runs) => {
    const expectTakenAway = beginTakenAway(at)
    if (at.hasSecurity)
      describe('a role of others', () => {
        describeAdoption(at, runs)
      })
    more(at, runs)
    describe('in the very end', () => {
      it('destroy takes away what elkctl made, and the stack is what it was before', expectTakenAway, 120_000)
    })
  })
}

/** The same without the end, for a file that goes on trying the stack. */
export const describeContractOfOne = (contract: ContractStack): Situation => describeCases({ contract, isWhole: true })

function describeCases({ contract, isWhole }: Extent, more: Cases = () => undefined): Situation {
  const at = onContractStack(contract, isWhole)
  const runs = beginRuns(at)
  describe(`${contractTitle}${contract.title}`, () => {
    for (const part of parts) {
      const evidence = contract.evidence[part]
      const { there, absent } = cases[part]
      describe(part, () => {
        if (evidence !== 'absent') there(at, runs)
        else if (absent) absent(at, runs)
        else throw new Error(`${contract.title}: every stack has ${part}`)
      })
    }
    describe('in the end', () => {
      it('there is nothing left to do', async () => {
        at.stack.clear()
        const last = await at.initAsAdmin()
        expect(last.error).toBeUndefined()
        expect(last.code).toBe(0)
        expect(at.stack.writes()).toEqual([])
      })
    })
    more(at, runs)
  })
  return at
}
