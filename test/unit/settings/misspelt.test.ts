import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { misspelt } from '../../../src/settings/misspelt.js'
import { openSource } from '../../../src/settings/source.js'
import { fixture } from '../fixtures.js'
import { loadSettings } from '../load-settings.js'
import { temporaryFolder } from '../temporary-folder.js'
import '../same-realm.js'

const folder = temporaryFolder()
const envFile = () => folder.path('settings')

async function notesOn(text: string, application: { profile?: string; data?: string }): Promise<string[]> {
  writeFileSync(envFile(), text)
  return misspelt(await openSource({ ...application, envFile: envFile() }, {}))
}
const says = (line: number, name: string, meant: string) =>
  `${envFile()}:${line}: ${name} is not read (did you mean ${meant}, which is not set?)`

describe('a name that is nearly that of a setting is pointed out:', () => {
  it.each([
    ['ELASTICSEARCH_HOST', 'ELASTICSEARCH_HOSTS'],
    ['ELASTICSEARCH_USER', 'ELASTICSEARCH_USERNAME'],
    ['ELASTICSEARCH_PASWORD', 'ELASTICSEARCH_PASSWORD'],
    ['ELASTICSEARCH_INDEX_PREFIX_LOGS', 'ELASTICSEARCH_LOG_INDEX_PREFIX'],
    ['ELASTICSEARCH_METRICS_INDEX_PREFIX', 'ELASTICSEARCH_METRIC_INDEX_PREFIX'],
    ['ELASTICSEARCH_VERIFY', 'ELASTICSEARCH_VERIFY_CERTS'],
    ['ELASTICSEARCH_NUMBER_OF_REPLICA', 'ELASTICSEARCH_NUMBER_OF_REPLICAS'],
  ])('%s of the ISP platform', async (name, meant) => {
    expect(await notesOn(`# the stack\n${name}=x\n`, { profile: 'isp' })).toEqual([says(2, name, meant)])
  })

  it.each([
    ['OPENVIDU_PRO_ELASTICSEARCH_HOSTS', 'OPENVIDU_PRO_ELASTICSEARCH_HOST'],
    ['OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS', 'OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE'],
    ['ELASTICSEARCH_USER', 'ELASTICSEARCH_USERNAME'],
  ])('%s of OpenVidu', async (name, meant) => {
    expect(await notesOn(`${name}=x\n`, { profile: 'openvidu' })).toEqual([says(1, name, meant)])
  })

  it('in an application of one’s own', async () => {
    const notes = await notesOn('storage:\n  node: http://a:9200\n', { data: fixture('applications', 'meteo') })
    expect(notes).toEqual([says(2, 'storage.node', 'storage.nodes')])
  })
})

describe('nothing is said of', () => {
  it.each([
    // Read by other parts of the ISP platform: its configuration module, its tariffs, its service checks.
    'ELASTICSEARCH_URL',
    'ELASTICSEARCH_PORT',
    'ELASTICSEARCH_INDEX_PREFIX',
    'ELASTICSEARCH_SYNC_INTERVAL',
    'DATABASE_HOST',
  ])('%s', async (name) => {
    expect(await notesOn(`${name}=x\n`, { profile: 'isp' })).toEqual([])
  })

  it('a name that is nearly that of a setting which is set', async () => {
    expect(await notesOn('ELASTICSEARCH_HOSTS=a\nELASTICSEARCH_HOST=b\n', { profile: 'isp' })).toEqual([])
  })

  it('the many other settings of OpenVidu', async () => {
    const all = readFileSync(fixture('env', 'openvidu-2.20.0.env'), 'utf8')
    const alone = all.replace(/^#? ?(OPENVIDU_PRO_(ELASTICSEARCH|KIBANA)_HOST|ELASTICSEARCH_\w+)=.*$/gm, '')
    expect(await notesOn(alone, { profile: 'openvidu' })).toEqual([])
  })
})

it('is a note, and the way out where something is missing for that reason', async () => {
  writeFileSync(envFile(), 'ELASTICSEARCH_HOST=http://a:9200\n')
  const { notes } = await loadSettings({ profile: 'isp', envFile: envFile(), wait: '1s' }, {})
  expect(notes).toContain(says(1, 'ELASTICSEARCH_HOST', 'ELASTICSEARCH_HOSTS'))
  writeFileSync(envFile(), 'storage:\n  node: http://a:9200\n')
  await expect(
    loadSettings({ data: fixture('applications', 'meteo'), envFile: envFile(), wait: '1s' }, {}),
  ).rejects.toMatchObject({ exit: 'usage', hint: `${says(2, 'storage.node', 'storage.nodes')}.` })
})
