import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../settings/settings.js'
import type { WaitOptions } from '../stack/wait.js'
import type { Run } from './run.js'

/** How long a run waits for what is starting, and where it says so. Ctrl-C ends each pause. */
export const patience = (
  { wait }: Pick<Settings, 'wait'>,
  { signal }: Pick<Run, 'signal'>,
  note: (text: string) => void,
): WaitOptions => ({
  wait,
  onWaiting: (what, why) => {
    note(`waiting for ${what}: ${why}`)
  },
  sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
  now: () => performance.now(),
  signal,
})
