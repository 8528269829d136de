import { expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { dataSource } from '../../../src/grafana/data-source.js'
import { provisionedFiles } from '../../../src/grafana/provisioning.js'
import { server } from './made.js'

const index = {
  uid: 'elkctl-p-logs',
  name: 'P: logs-*',
  title: 'logs-*',
  timeField: '@timestamp',
  levelField: undefined,
}

const filesOf = (more: Parameters<typeof server>[0] = {}, caFile?: string) =>
  provisionedFiles({
    name: 'p',
    folder: { uid: 'elkctl-p', title: 'P' },
    dataSources: [dataSource(server(more), index)],
    dashboards: [
      { uid: 'p-board', title: 'Board', model: { uid: 'p-board', title: 'costs $5' }, leftOut: [], asks: [] },
    ],
    passwordVariable: more.username === undefined && 'username' in more ? undefined : 'P_GRAFANA_PASSWORD',
    caFile,
  })

const sourceIn = (files: ReturnType<typeof filesOf>): Record<string, unknown> =>
  (parse(files[0]?.text ?? '') as { datasources: [Record<string, unknown>] }).datasources[0]

it('has a file with the data sources, one with the folder, and one for each dashboard', () => {
  const files = filesOf()
  expect(files.map(({ path }) => path)).toEqual([
    'datasources/p.yaml',
    'dashboards/p.yaml',
    'dashboards/p/p-board.json',
  ])
  expect(parse(files[1]?.text ?? '')).toEqual({
    apiVersion: 1,
    providers: [
      {
        name: 'elkctl-p',
        orgId: 1,
        folder: 'P',
        folderUid: 'elkctl-p',
        type: 'file',
        disableDeletion: false,
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path: '/etc/grafana/provisioning/dashboards/p' },
      },
    ],
  })
})

it('takes the password from Grafana’s environment', () => {
  expect(sourceIn(filesOf())).toEqual({
    name: 'P: logs-*',
    uid: 'elkctl-p-logs',
    type: 'elasticsearch',
    access: 'proxy',
    url: 'https://es.example.org:9200',
    database: 'logs-*',
    basicAuth: true,
    basicAuthUser: 'viewer',
    jsonData: {
      esVersion: '8.19.0',
      index: 'logs-*',
      timeField: '@timestamp',
      timeInterval: '10s',
      maxConcurrentShardRequests: 5,
      logMessageField: 'message',
    },
    secureJsonData: { basicAuthPassword: '${P_GRAFANA_PASSWORD}' },
  })
})

it('doubles each $ that Grafana would take for the name of a variable, but not in dashboards, where it looks for none', () => {
  const files = filesOf({ username: 'us$er' })
  expect(sourceIn(files)['basicAuthUser']).toBe('us$$er')
  expect(JSON.parse(files[2]?.text ?? '')).toEqual({ uid: 'p-board', title: 'costs $5' })
})

it('uses the plugin for OpenSearch, which has to be told a version', () => {
  expect(sourceIn(filesOf({ dialect: 'opensearch', version: undefined }))).toMatchObject({
    type: 'grafana-opensearch-datasource',
    jsonData: { version: '2.0.0', flavor: 'opensearch', pplEnabled: false, database: 'logs-*' },
  })
})

it('signs in as nobody where there is no security, and trusts what it is told to', () => {
  const open = sourceIn(filesOf({ username: undefined }))
  expect([open['basicAuth'], open['secureJsonData']]).toEqual([false, undefined])
  const trusting = sourceIn(filesOf({ ownAuthority: true }, '/etc/ca.pem'))
  expect(trusting).toMatchObject({
    jsonData: { tlsAuthWithCACert: true },
    secureJsonData: { tlsCACert: '$__file{/etc/ca.pem}' },
  })
  expect(sourceIn(filesOf({ insecure: true }))).toMatchObject({ jsonData: { tlsSkipVerify: true } })
})
