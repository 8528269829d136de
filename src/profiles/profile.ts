import type { CompatibilityTable } from '../stack/compatibility.js'

/** What an account is for: OpenVidu's own work, or a person who only looks at dashboards. Each has a role of its own. */
export type Purpose = 'service' | 'viewer'

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
  /** the accounts that elkctl can make, and the names that they have unless they are given others. The data files are named after these. */
  accounts: Record<Purpose, { username: string; role: string }>
  /** where the installed release is written: a file beside the configuration file, and the line in it */
  release: { file: string; pattern: RegExp; option: string }
  retentionDefault: (release: string) => number
  compatibility: CompatibilityTable
  /** what `${…}` in its data files may say */
  variables: (values: { retentionDays: number; username: string; role: string }) => Record<string, string>
  /** where our role grants more than the documented one, and why */
  beyondDocumentation: { adds: string; why: string }[]
  /** settings that are worth a remark when they have this value */
  remarks: { name: string; value: string; says: string }[]
  /** what makes it take notice of a changed configuration file */
  restart: string
}
