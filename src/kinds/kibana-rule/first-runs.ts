import type { Stack } from '../../stack/stack.js'
import { kibanaRule } from './kibana-rule.js'
import { lastRunOf, type LastRun } from './last-run.js'

/** Recorded on 7.12.1: Kibana runs a new rule 1.3 to 2.1 seconds after it was made. It looks for what is due every 3 seconds, and takes ten at a time. */
const patience = { tries: 20, milliseconds: 500 }

/**
 * How the first runs of new rules went, by name; waits for some seconds at most. One that has not run by then is `pending`.
 *
 * @param pause waits for so many milliseconds; false: it was interrupted
 * @throws ApiError, UnreachableError
 */
export async function firstRuns(
  stack: Stack,
  names: string[],
  pause: (milliseconds: number) => Promise<boolean>,
): Promise<Map<string, LastRun>> {
  for (let tries = 1; ; tries++) {
    const runs = await lastRuns(stack, names)
    const isOver = [...runs.values()].every(({ status }) => status !== 'pending')
    if (isOver || tries === patience.tries || !(await pause(patience.milliseconds))) return runs
  }
}

async function lastRuns(stack: Stack, names: string[]): Promise<Map<string, LastRun>> {
  const reading = await kibanaRule.api.elasticsearch?.read(stack, names)
  const rules = reading?.status === 'read' ? reading.objects : undefined
  return new Map(
    names.flatMap((name): [string, LastRun][] => {
      const rule = rules?.get(name)
      return rule === undefined ? [] : [[name, lastRunOf(rule.body)]]
    }),
  )
}
