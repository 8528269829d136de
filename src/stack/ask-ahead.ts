import type { Reader } from './stack.js'

/**
 * Sends these requests at once. Who asks for one of them gets its answer, once: when anything has to be asked besides them, such as the same thing
 * again of a server that was busy, the answers that are left are old, and are not used.
 */
export function askAhead(reader: Reader, paths: string[]): Reader {
  const ahead = new Map(paths.map((path) => [path, reader.get(path)]))
  // What went wrong is told to who asks for it.
  for (const answer of ahead.values()) answer.catch(() => undefined)
  return {
    url: reader.url,
    get: (path) => {
      const answer = ahead.get(path)
      if (answer === undefined) ahead.clear()
      ahead.delete(path)
      return answer ?? reader.get(path)
    },
  }
}
