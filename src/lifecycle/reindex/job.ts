import type { Stack, Writer } from '../../stack/stack.js'
import type { OldIndex } from '../old-index.js'

export interface ReindexOptions {
  stack: Stack
  /** connects again and is not stopped by Ctrl-C: lets documents in again */
  cleanupWriter: () => Promise<Writer>
  onProgress: (what: string) => void
  /** between two looks at what the server is doing. @throws InterruptedError */
  pause: () => Promise<void>
}

/** The reindex of one index. */
export interface Job extends ReindexOptions {
  old: OldIndex
  search: Writer
  copy: string
}
