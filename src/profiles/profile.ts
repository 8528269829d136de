import type { SampleData } from '../sample-data/sample-data.js'
import type { CompatibilityTable } from '../stack/compatibility.js'

/** What an account is for: the application itself; people who look at dashboards; a job that verifies and changes nothing. */
export type AccountKind = 'service' | 'viewer' | 'checker'

/** How the file with the settings is written (src/settings/grammars). */
export type GrammarName = 'literal-env' | 'dotenv' | 'yaml' | 'tosca'

/** An option that only this application has. */
export interface ProfileOption {
  /** as the help shows it: `--release <release>` */
  flags: string
  help: string
}

/**
 * A setting of the application that its data files name as a variable. A list is written with commas, or as a list of its grammar; an index prefix is
 * the beginning of index names; strftime is a format of dates in index names, which the application passes to that function.
 */
export interface FurtherSetting {
  key: string
  type: 'text' | 'number' | 'whole number' | 'truth' | 'list' | 'index prefix' | 'strftime'
  default: string
  /** of a whole number; default: 0 */
  least?: number
}

/** An application that a stack is made ready for: everything elkctl knows of it that is not a data file. */
export interface Profile {
  name: string
  title: string
  /** where its settings are unless --env-file names another file; undefined: that has to be named */
  envFile?: string
  /** what --env-file is called for this application: `--recipe <file>` */
  fileOption?: ProfileOption
  grammar: GrammarName
  /** the names of its settings in that file (and in the environment); in YAML `a.b` is `b` below `a` */
  keys: {
    searchUrl: string
    /** undefined: its settings name no dashboards server */
    dashboardsUrl?: string
    /** undefined: its settings name no user, and it signs in as `users.service` */
    username?: string
    password: string
    /** whole days; 0 keeps everything */
    retentionDays?: string
    /** a truth value; false is the option --insecure */
    verifyCertificates?: string
    /** how many documents the application puts into one bulk request; elkctl's have no more */
    bulkDocuments?: string
  }
  /** values that its examples have for a setting, and that are as good as none */
  placeholders?: string[]
  /** true: the search engine's setting is HOST:PORT without a scheme; it is http, and https with --tls */
  bareAddress?: boolean
  /** the truth value that switches its use of a stack on, and what the application takes where it is not set; undefined: it always uses one */
  enabled?: { key: string; default: boolean }
  /** of the variables that are made from others, those that are index prefixes, and of which setting's variable */
  madePrefixes?: Record<string, string>
  /** true: the search engine's setting may be a list of addresses of one cluster; the first that answers is used */
  addressList?: boolean
  /** further settings by the name of the variable that stands for them in data files, beside retentionDays, username and roleName */
  settings: Record<string, FurtherSetting>
  /** what the application uses when no address is set; undefined: an address is needed */
  localStack?: { searchUrl: string; dashboardsUrl?: string }
  /** one role for each kind of account; each has a data file of that name. `init` installs only that of the service account. */
  roles: { service: string } & Partial<Record<AccountKind, string>>
  /** one user for each kind of account, likewise */
  users: { service: string } & Partial<Record<AccountKind, string>>
  /** true: its account adds documents and does nothing else; what it wrote is read and removed by who signs in */
  onlyWrites?: boolean
  /** undefined: its release does not matter here */
  release?: Release
  /** days until deletion unless they are set, by release: the last row that the release has reached */
  retention: { from?: string; days: number }[]
  /** undefined: any stack that elkctl knows will do */
  compatibility?: CompatibilityTable
  /** further variables of its data files, made from the others */
  variables?: (values: Record<string, string>) => Record<string, string>
  /**
   * What the application itself writes each time it starts: kind of object → names. elkctl makes what is missing, and replaces nothing of it: two
   * writers would undo each other's work for ever.
   */
  writes: Record<string, string[]>
  /** where our role grants more than the documented one, and why */
  beyondDocumentation: { adds: string; why: string }[]
  /** what is installed, in one line; undefined for a folder's own */
  installs?: string
  /** configuration files for other programs of the application, by the name of the program */
  exports?: Record<string, ExportedFile>
  /** made-up data to see its dashboards at work */
  sampleData?: ProfileSampleData
  /** what it means when an index is older than its template, and this field has another type there */
  oldIndices: { index: string; field: string; means: string }[]
  /** `init` can reindex such an index with this option; undefined: it has to be done by hand */
  reindex?: ProfileOption
  /** settings that are worth a remark when they have this value */
  remarks: { name: string; value: string; says: string }[]
  /** what its documentation calls common issues; `verify` looks for them */
  commonIssues?: CommonIssue[]
  /** where else its account and password stand, if that is usual: "the .env of each other node" */
  alsoIn?: string
  /** what makes it take notice of a changed configuration file: a command, and where to run it ("in its folder") */
  restart?: { command: string; where?: string }
}

export interface ProfileSampleData {
  /** what it tells of: "a small cluster" */
  of: string
  /** about so many, where the volume is not multiplied */
  documentsAnHour: number
  /** by the variables of its data files */
  load: (variables: Record<string, string>) => Promise<SampleData>
}

/** An issue that the application's documentation names. */
export interface CommonIssue {
  /** as its documentation has it; Elasticsearch and Kibana stand for the products that answer */
  title: string
  /**
   * What shows it: the search engine does not answer, or lacks shards; of the settings that are an index prefix, no index of today or yesterday is there; an
   * index pattern of the dashboards is missing or matches no index, or their server does not answer.
   */
  shows: 'no answer' | 'no index of a day' | 'no index pattern'
  /** what its documentation says to look at: sentences */
  advice: string
}

/** A configuration file for another program of the application. */
export interface ExportedFile {
  /** what that program calls it */
  file: string
  help: string
  /** further settings that it needs, by the names of their variables */
  uses: string[]
  /** false: that program does not connect to the stack, and its file has no user, no password and nothing of certificates */
  connects?: false
  /** what to do with the file: "install it as /etc/metricbeat/metricbeat.yml" */
  next: string
  load: () => Promise<(values: ExportValues) => string>
}

/** What such a file is made of. */
export interface ExportValues {
  searchUrls: string[]
  /** undefined: the application signs in as nobody */
  username: string | undefined
  /** undefined: a variable stands for it */
  password: string | undefined
  /** PEM certificates of the authorities to trust */
  caFile?: string
  /** certificates are not checked */
  insecure: boolean
  variables: Record<string, string>
}

/** Where the installed release is written: files beside the configuration file, and the line in them. */
export interface Release {
  /** messages name the first; what a later one says goes before */
  files: string[]
  /** regular expressions, matched line by line and in any case; the first group of each is the release. What the first finds goes before the second's. */
  patterns: string[]
  option: ProfileOption
}
