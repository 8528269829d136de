import type { Account } from '../../support/account.js'

/** A day as it stands in the name of an index. */
export const dayOf = (days = 0): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '.')

const daily = [
  'filebeat-nginx',
  'filebeat-redis',
  'filebeat-kurento',
  'filebeat-mediasoup',
  'filebeat-speech-to-text',
  'openvidu-logs',
  'openvidu-browser-logs',
  'metricbeat',
]
const managed = 'filebeat*,openvidu-logs*,openvidu-browser-logs*,metricbeat*,server-metrics*,session-metrics*'
const policyName = 'openvidu_cleanup_policy'

type Done = (method: string, path: string, body?: unknown) => Promise<unknown>

export const indicesOfDay = (days = 0): string[] => daily.map((prefix) => `${prefix}-${dayOf(days)}`)

/**
 * What OpenVidu does with the stack when it starts, as far as it is known: which objects, under which names, in which order. Their bodies are not
 * public: these are ours, and other than elkctl's. That indices under another policy are told of OpenVidu's too is the worst case.
 */
export async function openViduStarts(as: Account, days: number): Promise<void> {
  const done = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await as(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const isOpenSearch = (await as('GET', '/_opendistro/_security/authinfo')).status === 200
  for (const index of indicesOfDay()) if ((await as('HEAD', `/${index}`)).status === 404) await done('PUT', `/${index}`)
  await done('PUT', '/_ingest/pipeline/kurento-pipeline', { description: "OpenVidu's own", processors: [] })
  if (isOpenSearch) await underIsm(as, done, days)
  else {
    await done('PUT', `/_ilm/policy/${policyName}`, {
      policy: { phases: { delete: { min_age: `${days}d`, actions: { delete: {} } } } },
    })
    await done('PUT', `/${managed}/_settings`, { 'index.lifecycle.name': policyName })
  }
  const lifecycle = { index: { lifecycle: { name: policyName } } }
  await done('PUT', '/_template/openvidu-lifecycle-template', {
    index_patterns: managed.split(','),
    ...(!isOpenSearch && { settings: lifecycle }),
  })
  await done('PUT', '/_template/openvidu-browser-template', { index_patterns: ['openvidu-browser-logs*'] })
}

async function underIsm(as: Account, done: Done, days: number): Promise<void> {
  const path = `/_opendistro/_ism/policies/${policyName}`
  const { status, body } = await as('GET', path)
  const version =
    status === 200 ? `?if_seq_no=${String(body['_seq_no'])}&if_primary_term=${String(body['_primary_term'])}` : ''
  const remove = { state_name: 'delete', conditions: { min_index_age: `${days}d` } }
  await done('PUT', path + version, {
    policy: {
      description: "OpenVidu's own",
      default_state: 'active',
      states: [
        { name: 'active', actions: [], transitions: [remove] },
        { name: 'delete', actions: [{ delete: {} }], transitions: [] },
      ],
    },
  })
  await done('POST', `/_opendistro/_ism/add/${managed}`, { policy_id: policyName })
  await done('POST', `/_opendistro/_ism/change_policy/${managed}`, { policy_id: policyName })
}
