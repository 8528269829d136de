import { describe, expect, it } from '@jest/globals'
import { SaxesParser } from 'saxes'
import type { ReportDocument } from '../../../src/report/document.js'
import { rendered } from '../../../src/report/formats/index.js'
import '../same-realm.js'

type Finding = NonNullable<ReportDocument['findings']>[number]

const finding = (more: Partial<Finding>): Finding => ({
  ...{ id: 'stack.red', status: 'fail', severity: 'fail', subject: null, detail: 'd', hint: null },
  ...{ exit: 'failure', file: null, line: null },
  ...more,
})

/** What would be markup in each of the forms. */
const nasty = 'a<b>&"c"|`d`::e,f%0A\n"]]>\u0007 end'

const document: ReportDocument = {
  ...{
    format: 1,
    elkctl: '0.1.0',
    command: 'verify',
    exitCode: 1,
    exit: 'failure',
    verdict: 'Verification failed: x.',
  },
  ...{ outcomes: [], checks: [], handedOver: null, notes: [], failOn: 'fail' },
  findings: [
    finding({ detail: nasty, subject: 'n', hint: 'mend' }),
    finding({ id: 'account.superuser', detail: 'names elastic', file: '/a,b/.env', line: 12, exit: 'pending' }),
    finding({ id: 'stack.yellow', status: 'warn', severity: 'warn' }),
    finding({ id: 'stack.disk', status: 'skip', severity: 'warn', detail: '403' }),
    finding({ id: 'clock.skew', status: 'pass', exit: null }),
  ],
}

/** Elements by a real, strict parser: name and attributes, and the text below each. @throws where it is not well-formed */
function parsed(xml: string): { name: string; attributes: Record<string, string>; text: string }[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes: { ...attributes }, text: '' }))
  parser.on('text', (text) => {
    const last = elements.at(-1)
    if (last) last.text += text.trim() === '' ? '' : text
  })
  parser.write(xml).close()
  return elements
}

describe('JUnit', () => {
  const elements = parsed(rendered(document, 'junit'))
  const named = (name: string) => elements.filter((element) => element.name === name)

  it('counts what decides on the exit code', () => {
    expect(named('testsuite')[0]?.attributes).toEqual({
      ...{ name: 'elkctl verify', tests: '5', failures: '2', errors: '0', skipped: '1' },
    })
  })

  it('has a case for each finding, with the place where it can be corrected', () => {
    expect(named('testcase').map(({ attributes }) => attributes)).toEqual([
      { classname: 'elkctl.stack', name: 'stack.red: n' },
      { classname: 'elkctl.account', name: 'account.superuser', file: '/a,b/.env', line: '12' },
      { classname: 'elkctl.stack', name: 'stack.yellow' },
      { classname: 'elkctl.stack', name: 'stack.disk' },
      { classname: 'elkctl.clock', name: 'clock.skew' },
    ])
  })

  it('carries any text, but for what XML cannot hold', () => {
    const [failure] = named('failure')
    expect(failure?.text).toBe(`${nasty.replace('\u0007', '\u{FFFD}')}\nmend`)
    expect(failure?.attributes['message']).toBe(nasty.replace('\u0007', '\u{FFFD}'))
  })

  it('makes a failure of a warning that counts', () => {
    expect(
      parsed(rendered({ ...document, failOn: 'warn' }, 'junit')).filter(({ name }) => name === 'failure'),
    ).toHaveLength(3)
  })
})

it('GitHub annotations are a line each, with file and line', () => {
  expect(rendered(document, 'github').split('\n')).toEqual([
    '::error title=stack.red::n: a<b>&"c"|`d`::e,f%250A%0A"]]>\u0007 end%0Amend',
    '::error file=/a%2Cb/.env,line=12,title=account.superuser::names elastic',
    '::warning title=stack.yellow::d',
    '::notice title=stack.disk::could not be checked: 403',
    'Verification failed: x.',
    '',
  ])
})

it('Markdown stays in its table, whatever the text', () => {
  const lines = rendered(document, 'markdown').split('\n')
  const rows = lines.filter((line) => line.startsWith('|'))
  expect(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).toEqual(rows.map(() => 7))
  expect(lines).toContain('1 passed.')
})

it('metrics are lines of name, labels and number', () => {
  const lines = rendered(document, 'prometheus')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
  expect(lines.filter((line) => !/^[a-z_]+\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\} \d+$/.test(line))).toEqual([])
  expect(lines).toContain('elkctl_exit_code{command="verify"} 1')
  expect(lines).toContain('elkctl_findings{check="stack.red",status="fail"} 1')
})

it('an error without findings is a finding: a command line that was not understood', () => {
  const { findings: _none, ...refused } = document
  const error = { message: 'unknown option', hint: 'see --help' }
  expect(rendered({ ...refused, error }, 'github')).toContain(
    '::error title=settings.value::unknown option%0Asee --help',
  )
})
