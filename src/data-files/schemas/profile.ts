import * as z from 'zod'
import { form, text, texts } from './words.js'

const names = (what: string) =>
  form({
    service: text.describe(`the ${what} of the application itself`),
    viewer: text.describe(`the ${what} of people who look at dashboards`).exactOptional(),
    checker: text.describe(`the ${what} of a job that verifies and changes nothing`).exactOptional(),
  })

const option = form({
  flags: z
    .string()
    .regex(/^--[a-z][a-z-]*( <[a-z]+>)?$/, { error: 'must be an option, such as "--release <release>"' })
    .describe('as the help shows it: "--release <release>"'),
  help: text,
})

const versions = z.string().regex(/^\d+(\.\d+)*$/, { error: 'must be a version, such as "2.20.0"' })

const settingsKey = (what: string) => text.describe(`the name of the setting: ${what}`)

/** `profile.json`: everything of an application that is no code. src/profiles/profile.ts says more about each part. */
export const profile = form({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, { error: 'must be of small letters, digits and hyphens' })
    .describe('as the folders templates/<profile>, roles/<profile> and dashboards/<profile> are named'),
  title: text.describe('as messages name the application'),
  envFile: text
    .describe('where its settings are unless --env-file names another file; none: that has to be named')
    .exactOptional(),
  fileOption: option.describe('what --env-file is called for this application: "--recipe <file>"').exactOptional(),
  grammar: z
    .enum(['literal-env', 'dotenv', 'yaml', 'tosca'])
    .describe(
      'literal-env: everything behind = is the value; dotenv: with its quotes and comments; yaml: a.b is b below a; tosca: the defaults of the inputs of a recipe',
    ),
  keys: form({
    searchUrl: settingsKey('the address of the search engine'),
    dashboardsUrl: settingsKey('the address of the dashboards server').exactOptional(),
    username: settingsKey('the user; none: the application signs in as users.service').exactOptional(),
    password: settingsKey('its password'),
    retentionDays: settingsKey('whole days until deletion; 0 keeps everything').exactOptional(),
    verifyCertificates: settingsKey('a truth value; false is the option --insecure').exactOptional(),
    bulkDocuments: settingsKey('how many documents a bulk request has at most').exactOptional(),
  }),
  placeholders: texts.describe('values of examples that are as good as none').exactOptional(),
  bareAddress: z
    .boolean()
    .describe('the address of the search engine is HOST:PORT; it is http, and https with --tls')
    .exactOptional(),
  enabled: form({ key: text, default: z.boolean() })
    .describe('the truth value that switches the use of a stack on; where it is false, elkctl asks nothing of one')
    .exactOptional(),
  addressList: z
    .boolean()
    .describe('the address of the search engine may be a list of nodes of one cluster; the first that answers is used')
    .exactOptional(),
  settings: z
    .record(
      z.string().regex(/^\w+$/, { error: 'must be of letters, digits and _' }),
      form({
        key: text,
        type: z
          .enum(['text', 'number', 'whole number', 'truth', 'list', 'index prefix', 'strftime'])
          .describe(
            'index prefix: the beginning of index names; strftime: the date in index names, such as %Y.%m.%d, as the application passes it to strftime',
          ),
        default: z.string(),
        least: z.int().min(0).describe('of a whole number').exactOptional(),
      }),
    )
    .describe('further settings, which data files use as ${name}')
    .default({}),
  localStack: form({ searchUrl: text, dashboardsUrl: text.exactOptional() })
    .describe('what the application uses when no address is set; none: an address is needed')
    .exactOptional(),
  roles: names('role'),
  users: names('user'),
  onlyWrites: z
    .boolean()
    .describe(
      'its account adds documents and does nothing else; what a check wrote is read and removed by who signs in',
    )
    .exactOptional(),
  release: form({
    files: z
      .array(text)
      .min(1)
      .describe('beside the configuration file; messages name the first, and what a later one says goes before'),
    patterns: z
      .array(z.string().refine(isPattern, { error: 'must be a regular expression' }))
      .min(1)
      .describe(
        'regular expressions, matched line by line and in any case; the first group of each is the release, and what the first finds goes before the second’s',
      ),
    option,
  })
    .describe('where the installed release is written')
    .exactOptional(),
  retention: z
    .array(form({ from: versions.describe('a release').exactOptional(), days: z.int().min(0).max(99_999) }))
    .min(1)
    .describe('days until deletion unless they are set, by release: the last row that the release has reached'),
  compatibility: form({
    source: text.describe('where the table is from'),
    rows: z.array(form({ from: versions, to: versions, minimumStack: versions.exactOptional() })),
  })
    .describe('which stack a release needs; none: any that elkctl knows')
    .exactOptional(),
  writes: z
    .record(z.string(), texts)
    .describe('what the application writes itself when it starts: kind of object → names; elkctl makes what is missing')
    .default({}),
  beyondDocumentation: z
    .array(form({ adds: text, why: text }))
    .describe('where its role grants more than the documented one')
    .default([]),
  oldIndices: z
    .array(form({ index: text, field: text, means: text }))
    .describe('what it means when an index is older than its template, and this field has another type there')
    .default([]),
  reindex: option.describe('the option with which init reindexes such an index').exactOptional(),
  remarks: z
    .array(form({ name: text, value: z.string(), says: text }))
    .describe('settings that are worth a remark when they have this value')
    .default([]),
  commonIssues: z
    .array(
      form({
        title: text.describe(
          'as its documentation has it; Elasticsearch and Kibana stand for the products that answer',
        ),
        shows: z.enum(['no answer', 'no index of a day', 'no index pattern']),
        advice: text.describe('what its documentation says to look at'),
      }),
    )
    .describe('what its documentation calls common issues; verify looks for them')
    .exactOptional(),
  alsoIn: text.describe('where else its account and password stand: "the .env of each other node"').exactOptional(),
  restart: form({ command: text, where: text.describe('"in its folder"').exactOptional() })
    .describe('what makes the application read its configuration file again')
    .exactOptional(),
})

function isPattern(source: string): boolean {
  try {
    return new RegExp(source).source !== ''
  } catch {
    return false
  }
}
