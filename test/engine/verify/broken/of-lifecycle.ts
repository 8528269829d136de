import { setTimeout } from 'node:timers/promises'
import { oldIndex } from './bench.js'
import type { Fault } from './fault.js'

/** ISM is a double that answers as it was recorded; the engine behind it is real. */
export const faultsOfLifecycle: Fault[] = [
  {
    ...{ id: 'lifecycle.available', on: 'opensearch', severity: 'warn', exit: 1 },
    says: 'this stack has no ISM: old indices are not deleted by it',
    // The engine itself, which has no such plugin.
    make: ({ alter }) => alter('search', /^\/_plugins\/_ism\//, (body) => body),
  },
  {
    ...{ id: 'lifecycle.running', on: 'opensearch', severity: 'fail', exit: 1 },
    says: 'ISM is switched off (plugins.index_state_management.enabled is false)',
    make: async ({ ask }) => {
      const enabled = (value: boolean) =>
        ask('PUT', '/_cluster/settings', { persistent: { 'plugins.index_state_management.enabled': value } })
      await enabled(false)
      return () => enabled(true)
    },
  },
  {
    ...{ id: 'lifecycle.attached', on: 'opensearch', severity: 'fail', exit: 2 },
    says: 'differs in policy',
    make: async (bench) => {
      const { ask } = bench
      await ask('POST', `/_plugins/_ism/remove/${oldIndex}`)
      await ask('PUT', `/${oldIndex}/_settings`, { 'index.plugins.index_state_management.auto_manage': null })
      // explain searches, and is up to a second behind.
      for (let policy: unknown = oldIndex; policy !== null;) {
        await setTimeout(50)
        const entry = (await ask('GET', `/_plugins/_ism/explain/${oldIndex}`))[oldIndex] as Record<string, unknown>
        policy = entry['index.plugins.index_state_management.policy_id']
      }
      return async () => {
        const { code, stdout, stderr } = await bench.run(['init', '--yes', '--write-env'])
        if (code !== 0) throw new Error(stdout + stderr)
      }
    },
  },
  {
    ...{ id: 'lifecycle.moving', on: 'opensearch', severity: 'fail', exit: 1 },
    says: 'Failed to find state=nope in policy=',
    // As opensearch-ism-2.19.4/331 was recorded: two job runs after a change to a state that its policy does not have.
    make: ({ alterIsm }) =>
      alterIsm((entry) => ({
        ...entry,
        transition_to: 'nope',
        retry_info: { failed: true, consumed_retries: 0 },
        info: { message: `Failed to find state=nope in policy=${String(entry['policy_id'])}` },
        enabled: false,
      })),
  },
]
