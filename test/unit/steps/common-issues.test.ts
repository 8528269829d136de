import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Chalk } from 'chalk'
import { UnreachableError } from '../../../src/errors.js'
import { createJournal } from '../../../src/report/journal.js'
import { loadSettings } from '../load-settings.js'
import { orCommonIssue } from '../../../src/steps/common-issues.js'
import type { Run } from '../../../src/steps/run.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

/** What is on the screen when a server does not answer, beside the error. */
async function shownFor(isDashboards: boolean): Promise<string[]> {
  const envFile = folder.path('.env')
  writeFileSync(envFile, 'ELASTICSEARCH_HOSTS=http://elk:8080\n')
  // One address is the beginning of the other.
  const options = { profile: 'isp', envFile, dashboardsUrl: 'http://elk:80', wait: '1s' }
  const printed: string[] = []
  const screen = { color: new Chalk({ level: 0 }), print: (line: string) => printed.push(line) }
  const run = { screen, journal: createJournal() } as unknown as Run
  const message = `Nobody listens at http://elk:80${isDashboards ? '' : '80'}.`
  const error = new UnreachableError(message, { code: 'ECONNREFUSED', hint: 'h', isDashboards })
  await expect(orCommonIssue(await loadSettings(options, {}), run, () => Promise.reject(error))).rejects.toBe(error)
  expect(run.journal.state().checks.map(({ status }) => status)).toEqual(['fail'])
  return printed
}

describe('a server that does not answer is a common issue, too:', () => {
  it.each([
    ['the search engine', false, 'Elasticsearch Not Starting', 'docker logs isp-elasticsearch'],
    ['the dashboards server', true, 'Kibana Dashboards Not Loading', 'docker logs isp-kibana'],
  ])('%s', async (_what, isDashboards, title, advice) => {
    expect(await shownFor(isDashboards)).toEqual([
      'Looking for common issues of ISP Management Platform:',
      expect.stringMatching(`^  ✖ ${title}: it does not answer\n      See ${advice}\\.`),
    ])
  })
})
