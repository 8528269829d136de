import type { Verdict } from './verdict.js'

export interface Exported {
  file: string
  /** what to do with the file */
  next: string
}

export const exported = ({ file, next }: Exported): Verdict => ({
  exit: 'done',
  verdict: `Done: ${file} is written. Next: ${next}.`,
})
