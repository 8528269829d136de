import { chmodSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs'

/** What engines and tests write at one time takes a fifth of it. */
const bytesNeeded = 4 * 2 ** 30

/**
 * A new folder in memory, where nothing waits for a disk: engines and elkctl see to it that what they write is on one.
 *
 * @param mounts as `/proc/mounts` lists them
 * @returns undefined where there is no such place, where it is too small, or where programs may not be started from it
 */
export function memoryFolder(mounts = readMounts(), free = freeBytes): string | undefined {
  const [, place, type, options = ''] = mounts.find(([, folder]) => folder === '/dev/shm') ?? []
  if (place === undefined || type !== 'tmpfs' || options.split(',').includes('noexec')) return undefined
  if (free(place) < bytesNeeded) return undefined
  const folder = mkdtempSync(`${place}/elkctl-tests-`)
  // As the usual folder of temporary files: a test may act as another user.
  chmodSync(folder, 0o755)
  return folder
}

function readMounts(): string[][] {
  try {
    return readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
  } catch {
    // no Linux
    return []
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
