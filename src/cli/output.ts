/**
 * Standard output and standard error, either of which may end before the program does: its reader has seen enough (`| head`), the line of a terminal
 * drops, a disk is full. Without a listener Node would end the program in the middle of what it is doing.
 */
export interface Output {
  out: (text: string) => void
  err: (text: string) => void
  /** Nobody gets what goes to standard output any more. */
  outIsGone: () => boolean
  /** told once, when either ends */
  whenGone: (listener: () => void) => void
  /** Node tells of a write that failed one turn later. */
  settled: () => Promise<void>
}

type Name = 'stdout' | 'stderr'

function watch(streams: Pick<NodeJS.Process, Name>): Output {
  const watched = new Set<Name>()
  const gone = new Set<Name>()
  let listener: () => void = () => undefined
  const watchedStream = (name: Name): NodeJS.WriteStream => {
    if (watched.has(name)) return streams[name]
    watched.add(name)
    return streams[name].on('error', () => {
      if (gone.has(name)) return
      gone.add(name)
      listener()
    })
  }
  const writeTo = (name: Name) => (text: string) => {
    if (!gone.has(name)) watchedStream(name).write(text)
  }
  // commander writes there by itself. Node makes a stream when it is asked for it: help does without the other.
  watchedStream('stdout')
  return {
    out: writeTo('stdout'),
    err: writeTo('stderr'),
    outIsGone: () => gone.has('stdout'),
    whenGone: (told) => {
      watchedStream('stderr')
      listener = told
    },
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  }
}

export const output: Output = watch(process)
