import { describe, expect, it } from '@jest/globals'
import { readAlertChoice, type AlertChoiceOptions } from '../../../src/settings/alert-choice.js'
import { finder } from '../../../src/settings/find.js'

const path = '/opt/app/.env'

/** @param entries of the configuration file, one a line */
function read(options: AlertChoiceOptions, environment: Record<string, string> = {}, entries: [string, string][] = []) {
  const file = { path, text: '', entries: entries.map(([name, value], index) => ({ name, value, line: index + 1 })) }
  return readAlertChoice(options, { file, find: finder(environment, file) }, environment)
}

describe('which alerts are left out', () => {
  it('say options, else the environment, else the file', () => {
    const inFile: [string, string][] = [['ELKCTL_ALERTS_WITHOUT', 'no-events, cpu']]
    expect(read({}, {}, inFile).value.without).toEqual([
      { name: 'no-events', where: `${path}:1` },
      { name: 'cpu', where: `${path}:1` },
    ])
    const environment = { ELKCTL_ALERTS_WITHOUT: 'disk' }
    expect(read({}, environment, inFile).value.without).toEqual([
      { name: 'disk', where: 'environment ELKCTL_ALERTS_WITHOUT' },
    ])
    expect(read({ withoutAlert: ['a', 'b*'] }, environment, inFile).value.without).toEqual([
      { name: 'a', where: '--without-alert' },
      { name: 'b*', where: '--without-alert' },
    ])
  })
})

describe('a threshold', () => {
  it.each([
    ['cpu=80', { warn: 80 }],
    ['cpu=80,95.5', { warn: 80, critical: 95.5 }],
    ['cpu=,95', { critical: 95 }],
    ['cpu=-1, 0', { warn: -1, critical: 0 }],
  ])('%s', (text, thresholds) => {
    const { value, problems } = read({ threshold: [text] })
    expect(problems).toEqual([])
    expect(value.thresholds).toEqual([{ name: 'cpu', where: '--threshold', ...thresholds }])
  })

  it.each([
    ['cpu', ''],
    ['cpu=', ''],
    ['cpu=high', 'high'],
    ['cpu=80,95,99', '80,95,99'],
    ['cpu=80 %', '80 %'],
  ])('%s is refused', (text, value) => {
    expect(read({ threshold: [text] }).problems).toEqual([
      {
        where: '--threshold',
        message: `the threshold of cpu is "${value}": write WARN, WARN,CRITICAL or ,CRITICAL, such as cpu=80,95`,
      },
    ])
  })

  it('stands in settings too; an option goes before them', () => {
    const settings: [string, string][] = [
      ['ELKCTL_ALERT_NODE_CPU', '70'],
      ['ELKCTL_ALERT_CHANNEL', 'abc'],
      ['ELKCTL_ALERTS', 'true'],
    ]
    const { value, problems } = read({ threshold: ['node-cpu=90'] }, { ELKCTL_ALERT_DISK: ',99' }, settings)
    expect(problems).toEqual([])
    expect(value.thresholds).toEqual([
      { name: 'disk', where: 'environment ELKCTL_ALERT_DISK', critical: 99 },
      { name: 'node-cpu', where: `${path}:1`, warn: 70 },
      { name: 'node-cpu', where: '--threshold', warn: 90 },
    ])
  })
})
