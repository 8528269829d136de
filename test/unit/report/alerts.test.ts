import { Chalk } from 'chalk'
import { describe, expect, it } from '@jest/globals'
import { resultOf, unknown, type AlertResult } from '../../../src/alerts/result.js'
import { findingsOfAlerts } from '../../../src/checks/of-alerts.js'
import { ElkctlError, exitCodes } from '../../../src/errors.js'
import type { ReportDocument } from '../../../src/report/document.js'
import { alertMetrics } from '../../../src/report/formats/alert-metrics.js'
import { exitCodeOf, rendered } from '../../../src/report/formats/index.js'
import { alertAsJson } from '../../../src/report/json.js'
import { alertLines, inShort } from '../../../src/report/text/alerts.js'
import { foreign } from '../../../src/report/text/foreign.js'
import { alerted } from '../../../src/report/verdict/alerted.js'
import { ofAll, sampleAlert } from '../alerts/alert.js'

const error = new ElkctlError('It was refused: 403.', { exit: 'access', hint: 'Sign in.' })
const named = (name: string, more = {}) => ({ ...sampleAlert(more), name })

const critical = resultOf(named('cpu', { unit: '%' }), [
  [
    { group: 'a|b\n\u001b[31m', value: 97.12345 },
    { group: 'c', value: 85 },
    { group: 'd', value: 5 },
  ],
])
const warning = resultOf(named('load'), [[{ group: 'x', value: 81 }]])
const quiet = resultOf(
  { ...ofAll({ measure: { of: 'silence' }, unit: 's', comparator: '<', warn: 2, critical: 1 }), name: 'fine' },
  [[{ value: 4 }]],
)
const refused = unknown({ ...ofAll(), name: 'logs' }, error)

function documentOf(results: AlertResult[]): ReportDocument {
  const { exit, verdict } = alerted({ results, failOn: 'warn' })
  return {
    ...{ format: 1, elkctl: '0.1.0', command: 'alerts check', exitCode: exitCodes[exit].code, exit, verdict },
    ...{ outcomes: [], checks: [], handedOver: null, notes: [], failOn: 'warn' },
    findings: findingsOfAlerts(results, inShort).map(({ check, status, subject, detail, hint }) => ({
      ...{ id: check, status, severity: 'fail', subject: subject ?? null, detail, hint: hint ?? null },
      ...{ exit: null, file: null, line: null },
    })),
    alerts: results.map(alertAsJson),
  }
}

describe('the verdict', () => {
  it.each<[string, AlertResult[], 'warn' | 'fail', string, string]>([
    ['quiet', [quiet], 'warn', 'done', 'Quiet: 1 alert ok.'],
    ['a warning', [quiet, warning], 'warn', 'failure', 'Alerts: 1 warning (load); 1 ok.'],
    ['a warning that is not to count', [warning], 'fail', 'done', 'Alerts: 1 warning (load).'],
    ['critical', [critical, quiet], 'fail', 'failure', 'Alerts: 1 critical (cpu); 1 ok.'],
    ['unknown goes before', [critical, refused], 'fail', 'access', 'Alerts: 1 critical (cpu); 1 unknown (logs).'],
  ])('%s', (_case, results, failOn, exit, verdict) => {
    expect(alerted({ results, failOn })).toEqual({ exit, verdict })
  })
})

it('text tells values beyond a threshold, and what to do', () => {
  expect(alertLines([critical, quiet, refused], new Chalk({ level: 0 }))).toEqual([
    '  ✖ cpu: CPU of a host: critical',
    '      a|b\\u{a}\\u{1b}[31m: 97.123 % (warning above 80, critical above 95)',
    '      c: 85 % (warning above 80, critical above 95) (warning)',
    '      The CPU is busy.',
    '      → Look at it.',
    '  ✔ fine: CPU of a host: 4 s (warning below 2, critical below 1)',
    '  ? logs: CPU of a host: unknown',
    '      It was refused: 403.',
    '      → Sign in.',
  ])
})

it('text tells once what keeps all of them from being asked for', () => {
  const results = [refused, unknown({ ...ofAll(), name: 'more' }, error)]
  expect(alertLines(results, new Chalk({ level: 0 }))).toEqual([
    '  ? unknown: logs, more',
    '      It was refused: 403.',
    '      → Sign in.',
  ])
})

describe('Nagios', () => {
  it.each<[string, AlertResult[], number, string]>([
    ['ok', [quiet], 0, "ELKCTL OK: Quiet: 1 alert ok. | 'fine'=4s;2:;1:\n"],
    [
      'warning',
      [warning, quiet],
      1,
      "ELKCTL WARNING: Alerts: 1 warning (load); 1 ok. | 'load'=81;80;95 'fine'=4s;2:;1:\nWARNING load: CPU of a host: x: 81\n",
    ],
    [
      'critical, although another is unknown',
      [critical, refused],
      2,
      "ELKCTL CRITICAL: Alerts: 1 critical (cpu); 1 unknown (logs). | 'cpu'=97.12345%;80;95\nCRITICAL cpu: CPU of a host: a/b\\u{a}\\u{1b}[31m: 97.12345 %\nUNKNOWN logs: CPU of a host: It was refused: 403.\n",
    ],
    [
      'unknown, although another is a warning',
      [warning, refused],
      3,
      "ELKCTL UNKNOWN: Alerts: 1 warning (load); 1 unknown (logs). | 'load'=81;80;95\nWARNING load: CPU of a host: x: 81\nUNKNOWN logs: CPU of a host: It was refused: 403.\n",
    ],
  ])('%s', (_case, results, code, text) => {
    const document = documentOf(results)
    expect(exitCodeOf(document, 'nagios')).toBe(code)
    expect(rendered(document, 'nagios')).toBe(text)
  })

  it('what keeps all of them from being asked for is told once', () => {
    const document = documentOf([refused, unknown({ ...ofAll(), name: 'more' }, error)])
    expect(exitCodeOf(document, 'nagios')).toBe(3)
    expect(rendered(document, 'nagios')).toBe('ELKCTL UNKNOWN: It was refused: 403. Sign in.\n')
  })

  it('a run that came to no alert is unknown', () => {
    const { alerts: _none, ...document } = documentOf([])
    const stopped: ReportDocument = {
      ...document,
      exitCode: 3,
      error: { message: 'Wrong\noption.', hint: 'See --help.' },
    }
    expect(exitCodeOf(stopped, 'nagios')).toBe(3)
    expect(rendered(stopped, 'nagios')).toBe('ELKCTL UNKNOWN: Wrong option. See --help.\n')
  })
})

it('JUnit has a failure for what fires, and for what is unknown', () => {
  const xml = rendered(documentOf([critical, warning, quiet, refused]), 'junit')
  expect(/<testsuite name="elkctl alerts check" (.*)>/.exec(xml)?.[1]).toBe(
    'tests="4" failures="3" errors="0" skipped="0"',
  )
})

it('metrics for Prometheus: what is unknown does not look as if it were quiet', () => {
  const lines = alertMetrics([critical, quiet, refused].map(alertAsJson), 'site', 1_796_000_000_400)
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual([
    'elkctl_alert_firing{profile="site",alert="cpu",severity="warning"} 1',
    'elkctl_alert_firing{profile="site",alert="cpu",severity="critical"} 1',
    'elkctl_alert_firing{profile="site",alert="fine",severity="warning"} 0',
    'elkctl_alert_firing{profile="site",alert="fine",severity="critical"} 0',
    'elkctl_alert_unknown{profile="site",alert="cpu"} 0',
    'elkctl_alert_unknown{profile="site",alert="fine"} 0',
    'elkctl_alert_unknown{profile="site",alert="logs"} 1',
    'elkctl_alert_value{profile="site",alert="cpu",group="a|b\\\\u{a}\\\\u{1b}[31m"} 97.12345',
    'elkctl_alert_value{profile="site",alert="cpu",group="c"} 85',
    'elkctl_alert_value{profile="site",alert="cpu",group="d"} 5',
    'elkctl_alert_value{profile="site",alert="fine"} 4',
    'elkctl_alert_last_check_timestamp_seconds{profile="site"} 1796000000',
  ])
})

it('what strangers wrote stays text: control characters, direction and length', () => {
  expect(foreign('a\u202eb\u0000\u2028ü→😀')).toBe('a\\u{202e}b\\u{0}\\u{2028}ü→😀')
  expect(foreign('x'.repeat(500))).toBe(`${'x'.repeat(119)}…`)
})
