import type { CompatibilityTable } from '../stack/compatibility.js'

/** What an account is for: the application itself; people who look at dashboards; a job that verifies and changes nothing. */
export type AccountKind = 'service' | 'viewer' | 'checker'

/** An application that a stack is made ready for: everything elkctl knows of it that is not a data file. */
export interface Profile {
  name: string
  title: string
  /** where its configuration stands unless --env-file says otherwise */
  envFile: string
  /** the names of its settings in that file (and in the environment) */
  keys: {
    searchUrl: string
    dashboardsUrl: string
    username: string
    password: string
    /** whole days; 0 keeps everything */
    retentionDays: string
  }
  /** what the application uses when neither URL is set */
  localStack: { searchUrl: string; dashboardsUrl: string }
  /** the service account, unless --username and --role say otherwise. The role's data file is named after it. */
  account: { username: string; role: string }
  /** one role for each kind of account; each has a data file of that name. `init` installs only that of the service account. */
  roles: Record<AccountKind, string>
  /** one user for each kind of account, likewise */
  users: Record<AccountKind, string>
  /** where the installed release is written: a file beside the configuration file, and the line in it */
  release: { file: string; pattern: RegExp; option: string }
  retentionDefault: (release: string) => number
  compatibility: CompatibilityTable
  /** what `${…}` in its data files may say */
  variables: (values: { retentionDays: number; username: string; role: string }) => Record<string, string>
  /**
   * What the application itself writes each time it starts: kind of object → names. elkctl makes what is missing, and replaces nothing of it: two
   * writers would undo each other's work for ever.
   */
  writes: Record<string, string[]>
  /** where our role grants more than the documented one, and why */
  beyondDocumentation: { adds: string; why: string }[]
  /** what it means when an index is older than its template, and this field has another type there */
  oldIndices: { index: string; field: string; means: string }[]
  /** settings that are worth a remark when they have this value */
  remarks: { name: string; value: string; says: string }[]
  /** what makes it take notice of a changed configuration file */
  restart: string
}
