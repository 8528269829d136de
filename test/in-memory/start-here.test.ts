import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { runElkctl } from '../../sandbox/run-elkctl.js'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'elkctl-start-test-'))
})
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true })
})

/** What `elkctl` alone says in a folder with this `.env`. */
async function say(env?: string): Promise<string[]> {
  if (env !== undefined) writeFileSync(join(cwd, '.env'), env)
  const { code, stdout, stderr } = await runElkctl([], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[4]).toBe('All commands: elkctl --help')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(120)
  return lines.slice(1, 4)
}

const host = 'OPENVIDU_PRO_ELASTICSEARCH_HOST=https://es.example.com:9200\n'

describe('elkctl alone', () => {
  it('where there is no configuration file', async () => {
    expect(await say()).toEqual([
      'On this machine: no /opt/openvidu/.env, and no .env of an application in this folder.',
      'Next: elkctl plan --env-file FILE  shows what would be done, writes nothing',
      'Then: elkctl init --env-file FILE  shows it, asks, and does it',
    ])
  })

  it('where the file names a stack and its administrator', async () => {
    expect(await say(`${host}ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=s3cret\n`)).toEqual([
      'On this machine: .env of OpenVidu Pro names https://es.example.com:9200 and the user elastic.',
      'Next: elkctl plan --env-file .env  shows what would be done, writes nothing',
      'Then: elkctl init --env-file .env  shows it, asks, and does it',
    ])
  })

  it('where the file names the service account already', async () => {
    expect(await say(`${host}ELASTICSEARCH_USERNAME=openvidu\nELASTICSEARCH_PASSWORD=s3cret\n`)).toEqual([
      'On this machine: .env of OpenVidu Pro names https://es.example.com:9200 and the user openvidu.',
      'Next: elkctl verify --env-file .env  checks that the stack is as init leaves it, writes nothing',
      'Then: elkctl plan --env-file .env    shows what would be done, writes nothing',
    ])
  })

  it('where the file names no stack', async () => {
    expect(await say('#OPENVIDU_PRO_ELASTICSEARCH_HOST=\n')).toEqual([
      'On this machine: .env of OpenVidu Pro, which names no stack: OPENVIDU_PRO_ELASTICSEARCH_HOST is not set.',
      'Next: elkctl plan --env-file .env --search-url URL  shows what would be done to that stack, writes nothing',
      'Then: elkctl init --env-file .env                   once the setting is there: shows it, asks, and does it',
    ])
  })

  it('shows no password of an address', async () => {
    const said = await say('OPENVIDU_PRO_ELASTICSEARCH_HOST=https://elastic:s3cret@es.example.com:9200\n')
    expect(said[0]).toBe('On this machine: .env of OpenVidu Pro names a stack.')
  })

  it('where the file is that of another application', async () => {
    expect((await say('ELASTICSEARCH_HOSTS=http://127.0.0.1:9200\nELASTICSEARCH_METRICS_INDEX_PREFIX=m\n'))[0]).toBe(
      'On this machine: .env of ISP Management Platform names http://127.0.0.1:9200.',
    )
  })
})
