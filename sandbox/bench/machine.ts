import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { cpus, loadavg } from 'node:os'

/** Where the figures come from: on another machine, or a busy one, they are others. */
export interface Machine {
  date: string
  node: string
  processors: string
  /** how many processes wanted a processor in the minute before */
  load: number
  curl: string
  engine: string
  /** where the engine keeps its data */
  data: string
}

const memory = '/dev/shm'

/**
 * The part of the memory that is a folder, where there is one. Elasticsearch has the disk confirm each change of the cluster state several times (10 ms each on a
 * shared disk, and sometimes 50): in memory every program waits for the engine's own work alone, and runs are alike.
 */
export function folderInMemory(): string | undefined {
  try {
    accessSync(memory, constants.W_OK)
    return memory
  } catch {
    return undefined
  }
}

export const machine = (engine: string, inMemory: boolean): Machine => ({
  date: new Date().toISOString().slice(0, 16).replace('T', ' '),
  node: process.version,
  processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  load: loadavg()[0] ?? 0,
  curl: /^curl (\S+)/.exec(execFileSync('curl', ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown',
  ...{ engine, data: inMemory ? `in memory (${memory})` : 'on the disk' },
})

export const about = ({ date, node, processors, load, curl, engine, data }: Machine): string =>
  `${date} UTC, Node ${node}, curl ${curl}, processors: ${processors}, load before: ${load.toFixed(2)}; ${engine} with its data ${data}`
