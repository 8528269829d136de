import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createJournal } from '../../../src/report/journal.js'
import { withAssumption } from '../../../src/steps/detect-stack.js'
import { readSettings } from '../../../src/steps/read-settings.js'
import type { Run } from '../../../src/steps/run.js'
import { ElkctlError, UnreachableError } from '../../../src/errors.js'
import { createRedactor } from '../../../src/report/redact.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

describe('where no setting names the servers', () => {
  it('the address that is assumed is said before anything is asked, and once', async () => {
    const envFile = folder.path('.env')
    writeFileSync(envFile, 'ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=s3cret\n')
    const printed: string[] = []
    const run = {
      screen: { print: (text: string) => printed.push(text) },
      redactor: createRedactor(() => ''),
      environment: {},
      journal: createJournal(),
    }
    await readSettings({ profile: 'openvidu', envFile, release: '2.20.0', wait: '1s' }, run as unknown as Run)
    expect(printed).toEqual([expect.stringContaining('its own local stack at http://127.0.0.1:9200')])
    expect(run.journal.notesToShow().join()).not.toContain('local stack')
    expect(run.journal.state().notes).toContainEqual(expect.stringContaining('local stack'))
  })

  it('a failure to reach it repeats that; no other one does', () => {
    const unreachable = new UnreachableError('No answer.', { code: 'ECONNREFUSED', hint: 'Start it.' })
    expect(withAssumption(unreachable, { assumed: 'nothing is set' })).toMatchObject({
      message: 'No answer. Note that nothing is set.',
      code: 'ECONNREFUSED',
      hint: 'Start it.',
      exit: 'unreachable',
    })
    expect(withAssumption(unreachable, { assumed: undefined })).toBe(unreachable)
    const other = new ElkctlError('x', { exit: 'access', hint: 'y' })
    expect(withAssumption(other, { assumed: 'nothing is set' })).toBe(other)
  })
})
