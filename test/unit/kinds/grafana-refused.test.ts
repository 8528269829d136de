import { expect, it } from '@jest/globals'
import { gone, made } from '../../../src/kinds/grafana/refused.js'
import { reply } from '../fake-stack.js'

const rename = 'Rename the other one in Grafana, then run the command again.'
const file = 'Replace that file with what elkctl export grafana writes; or take it away, then run the command again.'
const atOnce = 'It was changed at the same moment: run the command again.'
const admin = 'Give the service account of Grafana the role Admin.'

/** Words of Grafana's documentation (http_api/dashboard, folder, data_source) and, where that has the status alone, of its sources. */
it.each<[status: number, body: object, exit: string, hint: string]>([
  [
    412,
    { status: 'name-exists', message: 'A dashboard with the same name in the folder already exists' },
    'conflict',
    rename,
  ],
  [400, { message: 'A dashboard with the same uid already exists' }, 'conflict', rename],
  [412, { status: 'version-mismatch', message: 'The dashboard has been changed by someone else' }, 'conflict', atOnce],
  [
    ...([412, { status: 'plugin-dashboard', message: 'The dashboard belongs to plugin Zabbix.' }, 'conflict'] as const),
    'A plugin of Grafana brought one with this uid: take that plugin away, then run the command again.',
  ],
  [400, { message: 'Cannot save provisioned dashboard' }, 'conflict', file],
  [409, { message: 'a folder with the same name already exists in the current location' }, 'conflict', rename],
  [409, { message: 'a folder/dashboard with the same uid already exists' }, 'conflict', rename],
  [412, { status: 'version-mismatch', message: 'the folder has been changed by someone else' }, 'conflict', atOnce],
  [409, { message: 'data source with the same name already exists' }, 'conflict', rename],
  [
    409,
    { message: 'Datasource has already been updated by someone else. Please reload and try again' },
    'conflict',
    atOnce,
  ],
  [403, { message: 'Cannot update read-only data source' }, 'conflict', file],
  [403, { message: 'You’ll need additional permissions to perform this action.' }, 'access', admin],
])('%i %j', async (status, body, exit, hint) => {
  const refused = Promise.resolve(reply('POST', '/api/folders', { status, body }))
  await expect(made(refused, 'Grafana folder a')).rejects.toMatchObject({ exit, hint })
})

it('what cannot be removed is told likewise, and what is not there is gone', async () => {
  const answer = (status: number, message: string) =>
    Promise.resolve(reply('DELETE', '/api/dashboards/uid/a', { status, body: { message } }))
  const isFile = gone(answer(400, 'provisioned dashboard cannot be deleted'), 'Removing the Grafana dashboard a')
  await expect(isFile).rejects.toMatchObject({
    message:
      'Removing the Grafana dashboard a was refused: 400 provisioned dashboard cannot be deleted (DELETE /api/dashboards/uid/a)',
    hint: file,
  })
  await gone(answer(404, 'Dashboard not found'), 'Removing the Grafana dashboard a')
})

it('what was made by a request whose answer was lost is made', async () => {
  const body = { message: 'data source with the same name already exists' }
  const lost = { ...reply('POST', '/api/datasources', { status: 409, body }), lostBefore: true }
  await made(Promise.resolve(lost), 'Grafana data source a')
})
