import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { SettingsError } from '../../../src/errors.js'
import { createJournal } from '../../../src/report/journal.js'
import { formatDate, fromJava, isStrftime } from '../../../src/date-format.js'
import { readEnabled } from '../../../src/settings/enabled.js'
import { loadSettings } from '../load-settings.js'
import type { Plan } from '../../../src/engine/plan.js'
import type { Settings } from '../../../src/settings/settings.js'
import { openSource } from '../../../src/settings/source.js'
import { correctSettings, planCorrections, type CorrectionFlags } from '../../../src/steps/correct-settings.js'
import type { Run } from '../../../src/steps/run.js'
import { fixture } from '../fixtures.js'
import { temporaryFolder } from '../temporary-folder.js'
import '../same-realm.js'

const folder = temporaryFolder()
const envFile = () => folder.path('.env')

/** The fixture, with settings of every type, in the grammar dotenv. */
const options = (text: string) => {
  const { $schema: _forEditors, ...profile } = JSON.parse(
    readFileSync(fixture('applications', 'meteo', 'profile.json'), 'utf8'),
  ) as Record<string, unknown>
  const own = {
    ...profile,
    grammar: 'dotenv',
    keys: { searchUrl: 'HOST', username: 'USERNAME', password: 'PASSWORD', bulkDocuments: 'BATCH' },
    enabled: { key: 'ENABLED', default: false },
    settings: {
      prefix: { key: 'PREFIX', type: 'index prefix', default: 'meteo' },
      other: { key: 'OTHER', type: 'index prefix', default: 'hourly' },
      shards: { key: 'SHARDS', type: 'whole number', default: '1', least: 1 },
      format: { key: 'FORMAT', type: 'strftime', default: 'YYYY.MM.dd' },
    },
  }
  writeFileSync(folder.path('profile.json'), JSON.stringify(own))
  writeFileSync(envFile(), text)
  return { data: folder.path('.'), envFile: envFile(), wait: '1s' }
}

const host = 'HOST=http://es.example.com:9200\nUSERNAME=meteo\nPASSWORD=s3cret\n'
const settle = (text: string): Promise<Settings> => loadSettings(options(host + text), {})
const problemsOf = async (text: string) => {
  const error: unknown = await settle(text).catch((thrown: unknown) => thrown)
  if (error instanceof SettingsError) return error.problems
  throw new Error(`no SettingsError but ${JSON.stringify(error)}`, { cause: error })
}

describe('further settings', () => {
  it('become variables', async () => {
    const { variables, bulkDocuments, corrections } = await settle(
      'PREFIX=a-b\nSHARDS=3\nFORMAT="%Y.%m.%d"\nBATCH=250\n',
    )
    expect(variables).toMatchObject({ prefix: 'a-b', shards: '3', format: '%Y.%m.%d' })
    expect({ bulkDocuments, corrections }).toEqual({ bulkDocuments: 250, corrections: [] })
  })

  it.each([
    ['PREFIX=Isp-logs', 'PREFIX: "Isp-logs" has an upper-case letter, which no index name may have'],
    ['PREFIX="a b"', 'PREFIX: "a b" has a character that no index name may have'],
    ['PREFIX=logs-*', 'PREFIX: "logs-*" has a character that no index name may have'],
    ['PREFIX=_logs', 'PREFIX: "_logs" begins with a character with which no index name may begin'],
    ['SHARDS=0', 'SHARDS: "0" is not a whole number from 1 on'],
    ['SHARDS=1.5', 'SHARDS: "1.5" is not a whole number from 1 on'],
    ['BATCH=0', 'BATCH: "0" is not a whole number from 1 to 999999'],
    ['FORMAT=daily', 'FORMAT: "daily" is not a format such as %Y.%m.%d'],
    ['FORMAT=%d%b', 'FORMAT: "%d%b" is not a format such as %Y.%m.%d'],
  ])('%s is a problem with its line', async (line, message) => {
    expect(await problemsOf(`${line}\n`)).toEqual([{ where: `${envFile()}:4`, message }])
  })

  it('two prefixes that are the same are a problem, with the line of the second', async () => {
    const message =
      'OTHER: "meteo" and PREFIX: "meteo" clash (both begin the same names), and what is made for one would count for the other; choose another prefix'
    expect(await problemsOf('OTHER=meteo\n')).toEqual([{ where: `${envFile()}:4`, message }])
  })

  it.each([
    ['PREFIX=acme\nOTHER=acme-logs\n', '"acme-logs" and PREFIX: "acme" clash (acme-* covers acme-logs-*)'],
    ['PREFIX=acme-logs\nOTHER=acme\n', '"acme" and PREFIX: "acme-logs" clash (acme-* covers acme-logs-*)'],
  ])('so are two of which one covers the other: %j', async (lines, clash) => {
    const message = `OTHER: ${clash}, and what is made for one would count for the other; choose another prefix`
    expect(await problemsOf(lines)).toEqual([{ where: `${envFile()}:5`, message }])
  })

  it('two that only begin alike are none', async () => {
    expect((await settle('PREFIX=acme\nOTHER=acmelogs\n')).variables).toMatchObject({
      prefix: 'acme',
      other: 'acmelogs',
    })
  })
})

describe('a format of dates', () => {
  it.each([
    ['%Y.%m.%d', true, undefined],
    ['%Y-%m', true, undefined],
    ['YYYY.MM.dd', false, '%Y.%m.%d'],
    ['yyyy-MM-dd-HH', false, '%Y-%m-%d-%H'],
    ['%d.%m', false, undefined],
    ['%B %Y', false, undefined],
    ['MM.dd', false, undefined],
  ])('%s', (format, known, meant) => {
    expect({ known: isStrftime(format), meant: known ? undefined : fromJava(format) }).toEqual({ known, meant })
  })

  it('stands in index names in UTC', () => {
    expect(formatDate('%Y.%m.%d', Date.parse('2026-11-26T23:59:59Z'))).toBe('2026.11.26')
    expect(formatDate('%y%m%d-%H', Date.parse('2009-01-02T03:04:05Z'))).toBe('090102-03')
  })
})

describe('a format in Java’s letters', () => {
  const says = (where: string) =>
    `${where}. Meteo Station passes it to strftime, where these letters are no date: its indices would end with -YYYY.MM.dd, which every server refuses (names must be lowercase), and no document arrives. Write %Y.%m.%d; init --fix-settings does it`

  it.each([
    ['FORMAT=YYYY.MM.dd\n', () => says(`${envFile()}:4: FORMAT is YYYY.MM.dd`)],
    ['', () => says('FORMAT is not set, and YYYY.MM.dd by default')],
  ])('is understood, and explained: %#', async (line, expected) => {
    const { variables, corrections } = await settle(line)
    expect(variables['format']).toBe('%Y.%m.%d')
    const before = line === '' ? undefined : 'YYYY.MM.dd'
    expect(corrections).toEqual([{ key: 'FORMAT', before, value: '%Y.%m.%d', says: expected() }])
  })

  const runIn = (environment: Record<string, string> = {}): Run =>
    ({ journal: createJournal(), environment, screen: { step: () => ({ done: () => undefined }) } }) as unknown as Run
  const planned = async (text: string, flags: CorrectionFlags, run = runIn()) =>
    planCorrections(await settle(text), flags, run)

  it('is planned on request alone, and is a difference of the file', async () => {
    const run = runIn()
    expect(await planned('FORMAT=YYYY.MM.dd\n', {}, run)).toEqual([])
    expect(run.journal.state().notes).toEqual([says(`${envFile()}:4: FORMAT is YYYY.MM.dd`)])
    expect(await planned('', { fixSettings: true })).toMatchObject([
      { action: 'update', name: 'FORMAT', differences: [{ path: envFile(), before: undefined, after: '%Y.%m.%d' }] },
    ])
    expect(readFileSync(envFile(), 'utf8')).toBe(host)
  })

  it('is corrected; the backup does not have the password', async () => {
    const text = '# the date in names\nFORMAT=YYYY.MM.dd # documented\nPREFIX=a\n'
    const changes = await planned(text, { fixSettings: true })
    expect(readFileSync(envFile(), 'utf8')).toBe(host + text)
    const run = runIn()
    const backup = `${envFile()}.elkctl-backup`
    const done = correctSettings({ changes } as unknown as Plan, await settle(text), run)
    expect(done).toMatchObject({ plan: { changes: [] }, outcomes: [{ status: 'applied' }], backup })
    expect(run.journal.state().outcomes).toEqual(done.outcomes)
    expect(readFileSync(envFile(), 'utf8')).toBe(host + text.replace('YYYY.MM.dd', '%Y.%m.%d'))
    expect(readFileSync(backup, 'utf8')).toBe((host + text).replace('s3cret', ''))
    expect(statSync(backup).isFile()).toBe(true)
    expect((await loadSettings({ ...options(readFileSync(envFile(), 'utf8')) }, {})).corrections).toEqual([])
  })

  it('cannot be corrected in the file when the environment has it', async () => {
    await expect(planned('', { fixSettings: true }, runIn({ FORMAT: 'YYYY.MM.dd' }))).rejects.toMatchObject({
      message: 'FORMAT is set in the environment, which takes precedence over the file.',
      hint: 'Set it there: FORMAT=%Y.%m.%d.',
    })
  })
})

describe('the use of a stack', () => {
  const enabled = async (line: string) => readEnabled(await openSource(options(line), {}))

  it.each(['true', 'True', '1', 'yes'])('is switched on: %s', async (value) => {
    expect(await enabled(`ENABLED=${value}\n`)).toEqual({ is: true })
  })

  it.each(['false', '0', 'no'])('is switched off, whatever else is missing: %s', async (value) => {
    expect(await enabled(`ENABLED=${value}\n`)).toEqual({
      is: false,
      says: `ENABLED is false (${envFile()}:1), so Meteo Station uses no stack`,
    })
  })

  it('is off by default there, and the stack is made ready all the same', async () => {
    expect(await enabled(host)).toEqual({
      is: true,
      says: 'ENABLED is not set: Meteo Station sends nothing until it is true',
    })
  })

  it('is neither', async () => {
    await expect(enabled('ENABLED=perhaps\n')).rejects.toMatchObject({
      problems: [{ where: `${envFile()}:1`, message: 'ENABLED: "perhaps" is not true or false' }],
    })
  })
})
