import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Jdk } from './engine-tools.js'

const run = promisify(execFile)

/** The classes of an engine as they are in memory once it is ready: with them a start takes half of the processor time. */
export interface ClassArchive {
  /** arguments of Java for a start: with the archive, or such that one can be made of it */
  arguments: string[]
  /**
   * Makes it of an engine that is ready, unless it is there. It only saves time: what goes wrong is left at that.
   *
   * @returns whether the engine is spoiled by it
   */
  keep: (pid: number) => Promise<boolean>
}

/** The last release of Java on which an engine is known to live on. Java 25 dies of a segmentation fault at one of the next lambdas that it links. */
const livesOn = 17

/**
 * Java takes an archive only with the build that made it, and with the same class path. A change of either is no error: it reads the jars then.
 *
 * @param folder the engine's folder in the cache
 */
export function classArchive({ home, build, release }: Jdk, folder: string): ClassArchive {
  const file = join(folder, `classes-${build}.jsa`)
  const isThere = existsSync(file)
  return {
    arguments: [
      isThere ? `-XX:SharedArchiveFile=${file}` : '-XX:+RecordDynamicDumpInfo',
      // it warns of every class that is too old for the archive
      '-Xlog:cds=off',
      '-Xlog:cds+dynamic=off',
    ],
    keep: async (pid) => {
      if (isThere || existsSync(file)) return false
      const part = `${file}.part-${pid}`
      try {
        await run(join(home, 'bin', 'jcmd'), [String(pid), 'VM.cds', 'dynamic_dump', part])
        await rename(part, file)
        return release > livesOn
      } catch {
        await rm(part, { force: true })
        return false
      }
    },
  }
}
