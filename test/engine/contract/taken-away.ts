import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect } from '@jest/globals'
import { stateOf, type EngineState } from '../../../sandbox/engine-state.js'
import type { Situation } from './situation.js'

/** Remembers what was there before the first run. @returns what expects that of the stack after `destroy` */
export function beginTakenAway(at: Situation): () => Promise<void> {
  let before: EngineState
  const everything = async (): Promise<EngineState> => {
    const objects = at.stack.dashboards?.double.objects.at(at.isOpenSearch && at.hasSecurity ? 'global' : 'default')
    const saved = objects?.ofTypes(['index-pattern', 'search', 'visualization', 'dashboard']) ?? []
    const policies = await at.search('GET', `${at.contract.pluginPath ?? '/_plugins'}/_ism/policies`)
    return {
      ...(await stateOf(at.stack.engine)),
      'saved objects': Object.fromEntries(saved.map((object) => [`${object.type}/${object.id}`, object])),
      'ISM policies': at.isOpenSearch ? policies.body : {},
    }
  }
  beforeAll(async () => {
    before = await everything()
  }, 400_000)
  return async () => {
    // What was adopted above was put there by the tests, and is not put back from its backups.
    const backups = mkdtempSync(join(tmpdir(), 'elkctl-backups-'))
    const { code, error, plan } = await at.asAdmin('destroy', '--yes', 'openvidu', '--backup-dir', backups)
    rmSync(backups, { recursive: true })
    const kept = plan.filter(({ action }) => action !== 'remove')
    expect({ code, error, kept }).toEqual({ code: 0, error: undefined, kept: [] })
    expect(await everything()).toEqual(before)
  }
}
