import { isObject, valueIn } from '../json.js'
import { reasonIn } from '../http/answer.js'
import type { Dialect } from '../stack/flavors.js'
import type { Reply, Stack } from '../stack/stack.js'
import { clusterStatePath, metadataIn } from '../kinds/cluster-state.js'

/** Lifecycle management as a whole can be stopped: then every object is as it should be, and no index is ever deleted. */
export type LifecycleSwitch =
  | 'on'
  /** `start`: the request that starts it */
  | { stopped: string; start: string }
  /** why it may not be seen */
  | { unseen: string }

export const readSwitch = (stack: Stack): Promise<LifecycleSwitch> => switches[stack.flavor.dialect](stack)

const switches: Record<Dialect, (stack: Stack) => Promise<LifecycleSwitch>> = {
  /** The mode is part of the cluster state; from 8.7 on in a place of its own: LifecycleOperationMetadata. Nobody has stopped ILM where there is none. */
  elasticsearch: async (stack) => {
    const reply = await stack.search.get(clusterStatePath)
    const metadata = metadataIn(reply)
    if (metadata === undefined) return unseen(reply)
    const mode =
      valueIn(metadata, 'lifecycle_operation', 'ilm_operation_mode') ??
      valueIn(metadata, 'index_lifecycle', 'operation_mode')
    return mode === 'STOPPED' || mode === 'STOPPING'
      ? { stopped: `ILM is stopped (operation_mode ${mode})`, start: 'POST /_ilm/start' }
      : 'on'
  },
  opensearch: async (stack) => {
    const fields = owners.map((by) => `*.${by}.index_state_management.enabled`).join()
    const reply = await stack.search.get(`/_cluster/settings?include_defaults=true&filter_path=${fields}`)
    if (reply.status !== 200 || !isObject(reply.body)) return unseen(reply)
    const { body } = reply
    const values = settingPaths.map(([level, by]) => valueIn(body, level, by, 'index_state_management', 'enabled'))
    const setting = `${stack.flavor.pluginSettings}.index_state_management.enabled`
    return String(values.find((value) => value !== undefined)) === 'false'
      ? {
          stopped: `ISM is switched off (${setting} is false)`,
          start: `PUT /_cluster/settings ${JSON.stringify({ persistent: { [setting]: true } })}`,
        }
      : 'on'
  },
}

const owners = ['plugins', 'opendistro']

/** Where the setting can stand; the first one counts. The old name is still read by new releases. */
const settingPaths: [level: string, owner: string][] = [
  ...['transient', 'persistent'].flatMap((level) => owners.map((by): [string, string] => [level, by])),
  ...owners.map((by): [string, string] => ['defaults', by]),
]

const unseen = (reply: Reply): LifecycleSwitch => ({ unseen: `${reply.status} ${reasonIn(reply)}` })
