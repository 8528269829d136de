import { Chalk } from 'chalk'
import { expect, it } from '@jest/globals'
import { problem } from '../../../../src/checks/finding.js'
import { findingLines } from '../../../../src/report/text/findings.js'

it('findings of files have the line, where it is known; others have none', () => {
  const lines = findingLines(
    [
      problem('settings.data-file', 'no JSON', {
        subject: 'roles/a.json',
        place: { file: '/data/roles/a.json', line: 3 },
      }),
      problem('settings.data-file', 'it is empty', { subject: 'roles/b.json', place: { file: '/data/roles/b.json' } }),
      problem('account.superuser', 'it is one', { subject: 'elastic', place: { file: '/opt/app/.env', line: 12 } }),
    ],
    new Chalk({ level: 0 }),
  )
  expect(lines).toEqual([
    'Findings (elkctl explain ID says what one means):',
    '  ✖ settings.data-file',
    '      roles/a.json:3: no JSON',
    '      roles/b.json: it is empty',
    '  ✖ account.superuser',
    '      elastic: it is one',
  ])
})
