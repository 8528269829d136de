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

function watch({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): Output {
  const gone = new Set<NodeJS.WriteStream>()
  let listener: () => void = () => undefined
  for (const stream of [stdout, stderr])
    stream.on('error', () => {
      if (gone.has(stream)) return
      gone.add(stream)
      listener()
    })
  const writeTo = (stream: NodeJS.WriteStream) => (text: string) => {
    if (!gone.has(stream)) stream.write(text)
  }
  return {
    out: writeTo(stdout),
    err: writeTo(stderr),
    outIsGone: () => gone.has(stdout),
    whenGone: (told) => {
      listener = told
    },
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  }
}

export const output: Output = watch(process)
