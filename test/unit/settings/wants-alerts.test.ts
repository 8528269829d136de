import { expect, it } from '@jest/globals'
import '../same-realm.js'
import { account, envFile, hosts, problemsOf, settle } from './situation.js'

it.each([
  { about: 'alerts are off unless they are asked for', options: {}, line: '', alerts: undefined },
  { about: 'an option asks for them', options: { alerts: true }, line: '', alerts: {} },
  { about: 'a setting asks for them', options: {}, line: 'ELKCTL_ALERTS=true\n', alerts: {} },
  { about: 'a setting leaves them off', options: {}, line: 'ELKCTL_ALERTS=no\n', alerts: undefined },
  {
    about: 'an option goes before a setting, and names a connector',
    options: { alerts: true, connector: 'pager' },
    line: 'ELKCTL_ALERTS=false\n',
    alerts: { connector: 'pager' },
  },
])('$about', async ({ options, line, alerts }) => {
  const settings = await settle({ text: line + hosts + account, options })
  expect(settings.alerts).toEqual(alerts)
})

it.each(['connector', 'channel'])('a %s without alerts is told', async (option) => {
  expect(await problemsOf({ options: { release: '2.20.0', [option]: 'pager' } })).toEqual([
    {
      where: `--${option}`,
      message: 'it is for alerts, and they are off: add --alerts, or set ELKCTL_ALERTS=true',
    },
  ])
})

it('a setting that is neither true nor false is told with its line', async () => {
  expect(await problemsOf({ text: `ELKCTL_ALERTS=maybe\n${hosts}${account}` })).toEqual([
    { where: `${envFile()}:1`, message: 'ELKCTL_ALERTS: "maybe" is not true or false' },
  ])
})
