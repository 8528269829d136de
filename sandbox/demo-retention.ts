import { basic } from './ism/access.js'
import type { LocalStack } from './stack.js'

const day = '2026.11.26'
const indices = [
  ...['filebeat-kurento', 'filebeat-nginx', 'openvidu-logs', 'openvidu-browser-logs', 'metricbeat-7.12.1'].map(
    (prefix) => `${prefix}-${day}`,
  ),
  ...['server-metrics', 'session-metrics'].map((prefix) => `${prefix}-2026-11`),
]

/** The last days of a month: Micrometer's indices grow for so long. */
const daysOfAMonth = 31

/**
 * Changes the retention with `elkctl init`, lets ISM run its jobs (whose clock the double moves), and asks ISM after how many days it deletes each
 * index. @returns whether every change reached every index
 */
export async function showRetention(
  stack: LocalStack,
  init: (days: number) => Promise<number | null>,
  print: (line: string) => void,
): Promise<boolean> {
  const headers = { authorization: basic(stack.engine) }
  for (const index of indices) await fetch(`${stack.engine.url}/${index}`, { method: 'PUT', headers })
  const results: boolean[] = []
  for (const days of [30, 0, 15]) {
    const code = await init(days)
    // Three runs: a policy without a transition would be completed by the second, and would never take up another one.
    await stack.ism?.runJobs(3)
    const answer = await fetch(`${stack.search.url}/_plugins/_ism/explain/${indices.join()}?show_policy=true`, {
      headers,
    })
    const explained = (await answer.json()) as Record<string, { policy?: unknown } | undefined>
    const reached = indices.filter((index) => isDeletedAfter(explained[index]?.policy, wanted(index, days)))
    print(
      `ISM: ${reached.length} of ${indices.length} indices are ${days === 0 ? 'never deleted' : `deleted after ${days} days (${days + daysOfAMonth} for those of a month)`}`,
    )
    results.push(code === 0 && reached.length === indices.length)
  }
  return results.every(Boolean)
}

const wanted = (index: string, days: number): number | undefined =>
  days === 0 ? undefined : index.includes('-metrics-') ? days + daysOfAMonth : days

function isDeletedAfter(policy: unknown, days: number | undefined): boolean {
  const text = JSON.stringify(policy ?? null)
  return policy !== undefined && (days === undefined ? !text.includes('"delete"') : text.includes(`"${days}d"`))
}
