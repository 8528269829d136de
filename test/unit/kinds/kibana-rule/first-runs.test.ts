import { expect, it } from '@jest/globals'
import { KibanaAlerting, type AlertingOptions } from '../../../../sandbox/dashboards/index.js'
import { firstRuns } from '../../../../src/kinds/kibana-rule/first-runs.js'
import { nameTag } from '../../../../src/kinds/kibana-rule/rule-name.js'
import { stackOf } from '../../fake-stack.js'
import { elastic, writerOf } from './alerting-writer.js'

/** How the first run of a new rule is told, and how long it was waited for. @param goesOn false: interrupted at the first pause */
async function told(options: AlertingOptions, goesOn = true) {
  const alerting = new KibanaAlerting(options)
  const params = {
    ...{ index: 'a', timeField: 't', timeWindowSize: 5, timeWindowUnit: 'm', thresholdComparator: '>', threshold: [1] },
    ...{ aggType: 'count', groupBy: 'all' },
  }
  await alerting.rules.create(
    undefined,
    {
      ...{ name: 'A', alertTypeId: '.index-threshold', consumer: 'alerts', params, schedule: { interval: '1m' } },
      tags: [nameTag('shop/a/critical')],
    },
    elastic,
  )
  const stack = stackOf({ dashboards: { version: '7.12.1', reader: writerOf(alerting) } })
  const pauses: number[] = []
  const runs = await firstRuns(stack, ['shop/a/critical'], (milliseconds) => {
    pauses.push(milliseconds)
    return Promise.resolve(goesOn)
  })
  return { runs: [...runs], pauses: pauses.length, milliseconds: pauses.reduce((sum, one) => sum + one, 0) }
}

it('is waited for until it has come', async () => {
  expect(await told({})).toEqual({
    ...{ runs: [['shop/a/critical', { status: 'ok' }]], pauses: 1, milliseconds: 500 },
  })
})

it('tells why a rule cannot run, and what to do', async () => {
  const error = { reason: 'decrypt', message: 'Unable to decrypt attribute "apiKey"' }
  const { runs } = await told({ firstRun: { status: 'error', error } })
  expect(runs).toEqual([
    [
      'shop/a/critical',
      {
        status: 'error',
        problem: {
          message: 'decrypt: Unable to decrypt attribute "apiKey"',
          hint: 'Kibana has another encryption key than when the rule was written: save the rule once in Kibana, without a change.',
        },
      },
    ],
  ])
})

it('is waited for some seconds at most', async () => {
  expect(await told({ firstRun: 'never' })).toEqual({
    ...{ runs: [['shop/a/critical', { status: 'pending' }]], pauses: 19, milliseconds: 9500 },
  })
})

it('is not waited for after an interruption', async () => {
  expect(await told({ firstRun: 'never' }, false)).toMatchObject({ pauses: 1 })
})
