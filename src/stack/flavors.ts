/** The two families of APIs. */
export type Dialect = 'elasticsearch' | 'opensearch'
export const dialects: Dialect[] = ['elasticsearch', 'opensearch']

/** A product. The code never asks which one it is: it uses these columns. */
export interface Flavor {
  name: 'elasticsearch' | 'opensearch' | 'opendistro'
  title: string
  dialect: Dialect
  /** where the plugins' REST APIs live */
  pluginPath: '' | '/_plugins' | '/_opendistro'
  /** what the plugins' settings begin with */
  pluginSettings: '' | 'plugins' | 'opendistro'
  lifecycleTitle: 'ILM' | 'ISM'
  dashboardsTitle: 'Kibana' | 'OpenSearch Dashboards'
}

export const elasticsearch: Flavor = {
  name: 'elasticsearch',
  title: 'Elasticsearch',
  dialect: 'elasticsearch',
  pluginPath: '',
  pluginSettings: '',
  lifecycleTitle: 'ILM',
  dashboardsTitle: 'Kibana',
}

export const opensearch: Flavor = {
  name: 'opensearch',
  title: 'OpenSearch',
  dialect: 'opensearch',
  pluginPath: '/_plugins',
  pluginSettings: 'plugins',
  lifecycleTitle: 'ISM',
  dashboardsTitle: 'OpenSearch Dashboards',
}

export const opendistro: Flavor = {
  ...opensearch,
  name: 'opendistro',
  title: 'Open Distro',
  pluginPath: '/_opendistro',
  pluginSettings: 'opendistro',
  dashboardsTitle: 'Kibana',
}
