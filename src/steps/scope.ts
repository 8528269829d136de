import type { AccountKind } from '../profiles/profile.js'

/** What a command is about, whatever the command line says. */
export interface Scope {
  /** kinds of objects; default: all */
  kinds?: string[]
  /** whose role and user; default: the service account's */
  account?: AccountKind
  /** false: it never writes, and a right to read is enough */
  writes?: boolean
  /** true: it takes away what is there, and writes nothing new */
  removes?: boolean
  /** false: it does not depend on the release, and does without it */
  needsRelease?: boolean
  /** true: it asks nothing of a stack, or not before it has looked at its settings */
  asksNothing?: boolean
  /** false: nobody signs in */
  signsIn?: boolean
  /** it finishes a password change that was cut off */
  finishesRotation?: boolean
}

export const everything: Scope = {}

export const includes = ({ kinds }: Scope, kind: string): boolean => kinds?.includes(kind) ?? true
