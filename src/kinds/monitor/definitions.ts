import { alertOf, type Alert } from '../../alerts/alert.js'
import { objectIn, type JsonObject } from '../../json.js'
import type { DataFile, Installation } from '../kind.js'

/** An alert, and what an installation says of its monitor. */
export interface Watched {
  alert: Alert
  profile: string
  /** through which people are told; undefined: none */
  channel?: string
}

/** A monitor is found by its name, which is the only one of all applications: people see it in a list of all. */
export function monitorsOf(files: DataFile[], { profile, title, channel }: Installation): DataFile[] {
  return files.map(({ name, file, body }): DataFile => {
    const alert = alertOf(name, file, body)
    const watched: Watched = { alert, profile, ...(channel !== undefined && { channel }) }
    return { name: `${title}: ${alert.title}`, file, body: { watched: watched as unknown as JsonObject } }
  })
}

/** What `monitorsOf` made. */
export const watchedIn = (body: JsonObject): Watched => objectIn(body, 'watched') as unknown as Watched
