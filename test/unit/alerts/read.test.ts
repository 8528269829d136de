import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { chosenFiles, type Choice } from '../../../src/alerts/choice.js'
import { readAlerts } from '../../../src/alerts/read.js'
import type { JsonObject } from '../../../src/json.js'
import { profiles } from '../../../src/profiles/index.js'
import { defaultVariables } from '../../../src/profiles/variables.js'
import { checkForm } from '../check-form.js'
import { temporaryFolder } from '../temporary-folder.js'
import { body } from './alert.js'

const shipped: Record<string, string[]> = {
  dodas: ['container-restarting', 'container-unhealthy', 'file-system', 'host-cpu', 'host-memory', 'host-silent'],
  isp: ['customer-quota', 'host-cpu', 'no-logs', 'service-down', 'service-errors', 'stuck-sync'],
  openvidu: [
    ...['error-logs', 'ice-failed', 'media-node-silent', 'no-events'],
    ...['no-metrics', 'node-cpu', 'node-disk', 'recording-failed'],
  ],
}

describe.each(profiles)('the alerts of $title', (profile) => {
  const alerts = readAlerts({ profile: profile.name, variables: defaultVariables(profile), check: checkForm })

  it('have their form', () => {
    expect(alerts.map(({ name }) => name)).toEqual(shipped[profile.name])
  })

  it('have sentences for people', () => {
    const texts = alerts.flatMap(({ message, runbook }) => [message, runbook])
    expect(texts.filter((text) => !text.endsWith('.'))).toEqual([])
  })
})

const folder = temporaryFolder()

function folderWith(files: Record<string, JsonObject>): string {
  mkdirSync(folder.path('templates', 'site', 'alerts'), { recursive: true })
  for (const [name, content] of Object.entries(files))
    writeFileSync(folder.path('templates', 'site', 'alerts', `${name}.json`), JSON.stringify(content))
  return folder.path()
}

const read = (files: Record<string, JsonObject>, choice: Choice = {}) =>
  readAlerts({ folder: folderWith(files), profile: 'site', variables: { prefix: 'logs' }, check: checkForm, ...choice })

describe('an alert file', () => {
  it('is filled up with what it leaves out, and with variables', () => {
    const { query: _none, groupBy: _neither, ...rest } = body
    expect(read({ cpu: { ...rest, index: '${prefix}-*' } })).toEqual([
      {
        ...rest,
        ...{ name: 'cpu', file: join('templates', 'site', 'alerts', 'cpu.json'), index: ['logs-*'], query: '*' },
        ...{ window: { value: 5, unit: 'm' }, every: { value: 1, unit: 'm' }, windows: 1 },
      },
    ])
  })

  it.each([
    [{ window: '5 minutes' }, 'window must be a whole number and s, m, h or d, such as "5m"'],
    [{ window: '0m' }, 'window must be longer than nothing, such as "5m"'],
    [{ every: '00s' }, 'every must be longer than nothing, such as "5m"'],
    [{ warn: 96 }, 'critical must lie beyond warn, on the side of the comparator'],
    [{ comparator: '<' }, 'critical must lie beyond warn, on the side of the comparator'],
    [{ measure: { of: 'mean' } }, 'measure.of is "mean"; known are count, average'],
    [{ measure: { of: 'average' } }, 'measure.field is missing; it must be a text'],
    [{ measure: { of: 'silence' }, windows: 2 }, 'windows: a silence is one time, and has no windows'],
    [{ treshold: 5 }, 'unknown key "treshold"; known are title'],
  ])('%j is refused', (wrong, message) => {
    expect(() => read({ cpu: { ...body, ...(wrong as JsonObject) } })).toThrow(message)
  })

  it('needs a threshold', () => {
    const { warn: _none, critical: _neither, ...rest } = body
    expect(() => read({ cpu: rest })).toThrow('must have one of the thresholds warn, critical')
  })

  it('has a title of its own', () => {
    expect(() => read({ one: body, two: body })).toThrow(
      `The data file ${join('templates', 'site', 'alerts', 'two.json')} is broken: it has the title of ${join('templates', 'site', 'alerts', 'one.json')}: "CPU of a host".`,
    )
  })
})

describe('what settings say', () => {
  const files = { cpu: body, disk: { ...body, title: 'Disk' } }
  const names = (choice: Choice) =>
    read(files, choice).map(({ name, warn, critical }) => `${name} ${String(warn)} ${String(critical)}`)

  it('leaves alerts out, chooses some, and gives thresholds', () => {
    const where = '--threshold'
    expect(
      names({
        thresholds: [
          { name: 'cpu', where, warn: 90 },
          { name: 'cpu', where, critical: 99 },
        ],
      }),
    ).toEqual(['cpu 90 99', 'disk 80 95'])
    expect(names({ without: [{ name: 'c*', where: '--without-alert' }] })).toEqual(['disk 80 95'])
    expect(names({ only: [{ name: 'cpu', where: '--only' }] })).toEqual(['cpu 80 95'])
  })

  it('names no alert that there is not', () => {
    expect(() =>
      names({
        thresholds: [{ name: 'dsk', where: '--threshold', warn: 1 }],
        without: [{ name: 'cpus', where: 'ELKCTL_ALERTS_WITHOUT' }],
        only: [{ name: 'x*', where: '--only' }],
      }),
    ).toThrow(
      [
        '3 problems in the settings:',
        '  - ELKCTL_ALERTS_WITHOUT: there is no alert "cpus" (did you mean cpu?)',
        '  - --only: there is no alert "x*"',
        '  - --threshold: there is no alert "dsk" (did you mean disk?)',
      ].join('\n'),
    )
  })

  it('has its thresholds in order', () => {
    expect(() => names({ thresholds: [{ name: 'cpu', where: '--threshold', warn: 97 }] })).toThrow(
      '--threshold: cpu: critical is 95, below the warning at 97',
    )
  })
})

it('alert files, of which kinds of object are made, are chosen likewise', () => {
  const files = [
    { name: 'cpu', file: 'cpu.json', body },
    { name: 'disk', file: 'disk.json', body: { ...body, title: 'Disk' } },
  ]
  const choice = {
    thresholds: [{ name: 'cpu', where: '--threshold', warn: 70 }],
    without: [{ name: 'disk', where: '--without-alert' }],
  }
  expect(chosenFiles(files, choice)).toEqual([{ name: 'cpu', file: 'cpu.json', body: { ...body, warn: 70 } }])
})
