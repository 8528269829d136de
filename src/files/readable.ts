import { statSync } from 'node:fs'

/**
 * What to say of a file with a secret that others may read. undefined: they may not, or it is no file but a pipe
 *
 * @param others bits of a file's mode; default: everybody but its owner
 */
export function readableByOthers(file: string, others = 0o077): string | undefined {
  const found = statSync(file)
  return found.isFile() && (found.mode & others) !== 0
    ? `${file} can be read by others than its owner (mode ${(found.mode & 0o777).toString(8)}): chmod 600 ${file}`
    : undefined
}
