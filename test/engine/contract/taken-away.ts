import { beforeAll, expect } from '@jest/globals'
import { stateOf, type EngineState } from '../../../sandbox/engine-state.js'
import { makeBeside, makeUnderOurNames, savedObjects } from './of-others.js'
import { planned, type Situation } from './situation.js'

/**
 * Remembers what was there before the first run, to which belong objects of others under names of ours. @returns what expects that of the stack after
 * `destroy`, beside what others have made since
 */
export function beginTakenAway(at: Situation): () => Promise<void> {
  let before: EngineState
  const everything = async (): Promise<EngineState> => {
    const saved = savedObjects(at)?.ofTypes(['index-pattern', 'search', 'visualization', 'dashboard']) ?? []
    const policies = await at.search('GET', `${at.contract.pluginPath ?? '/_plugins'}/_ism/policies`)
    return {
      ...withoutDates(await stateOf(at.stack.engine)),
      'saved objects': Object.fromEntries(
        // The time of the write, and the level at which a server keeps what it has imported, are its own.
        saved.map(({ type, id, attributes, references }) => [`${type}/${id}`, { attributes, references }]),
      ),
      'ISM policies': at.isOpenSearch ? policies.body : {},
    }
  }
  beforeAll(async () => {
    await makeUnderOurNames(at)
    before = await everything()
  }, 400_000)
  return async () => {
    const expectBesideGone = await makeBeside(at)
    const done = await at.asAdmin('destroy', '--yes', 'openvidu')
    expect({ code: done.code, error: done.error }).toEqual({ code: 0, error: undefined })
    expect(planned(done, 'update').sort()).toEqual(at.takenOver)
    expect(done.plan.filter(({ action }) => !['remove', 'update'].includes(action))).toEqual([])
    await expectBesideGone()
    expect(await everything()).toEqual(before)
  }
}

/** From 9 on Elasticsearch keeps with templates and pipelines when they were written last. */
const withoutDates = (state: EngineState): EngineState =>
  JSON.parse(
    JSON.stringify(state, (key, value: unknown) =>
      /^(created|modified)_date(_millis)?$/.test(key) ? undefined : value,
    ),
  ) as EngineState
