import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Installation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import { cleanEnvironment } from '../../sandbox/run-elkctl.js'

const program = join(packageFolder(), 'bin', 'elkctl.js')

/** Closes a stream of init as soon as its reader has seen `seen`. */
export async function closedAfter(
  at: Installation,
  which: 'stdout' | 'stderr',
  seen: string,
  more: string[] = [],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(program, ['init', '--env-file', at.envFile, '--yes', '--write-env', ...more], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
      if (stream === which && said[stream].includes(seen)) child[stream].destroy()
    })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}
