import type { Profile } from '../profile.js'
import { commonIssues } from './common-issues.js'

/** The ages of its documentation: warm after 30 days, cold after 60. What is deleted earlier does not stay for them. */
const ages = { warm: 30, cold: 60 }

/** Its own documentation and its code: https://github.com/DotmacTech/isp_management-main (docs/elasticsearch_integration.md) */
export const isp = {
  name: 'isp',
  title: 'ISP Management Platform',
  grammar: 'dotenv',
  keys: {
    searchUrl: 'ELASTICSEARCH_HOSTS',
    username: 'ELASTICSEARCH_USERNAME',
    password: 'ELASTICSEARCH_PASSWORD',
    verifyCertificates: 'ELASTICSEARCH_VERIFY_CERTS',
    bulkDocuments: 'ELASTICSEARCH_SYNC_BATCH_SIZE',
  },
  enabled: { key: 'ELASTICSEARCH_ENABLED', default: false },
  addressList: true,
  settings: {
    logPrefix: { key: 'ELASTICSEARCH_LOG_INDEX_PREFIX', type: 'index prefix', default: 'isp-logs' },
    metricPrefix: { key: 'ELASTICSEARCH_METRIC_INDEX_PREFIX', type: 'index prefix', default: 'isp-metrics' },
    dateFormat: { key: 'ELASTICSEARCH_INDEX_DATE_FORMAT', type: 'strftime', default: 'YYYY.MM.dd' },
    shards: { key: 'ELASTICSEARCH_NUMBER_OF_SHARDS', type: 'whole number', default: '1', least: 1 },
    replicas: { key: 'ELASTICSEARCH_NUMBER_OF_REPLICAS', type: 'whole number', default: '0' },
  },
  madePrefixes: { healthPrefix: 'metricPrefix' },
  localStack: { searchUrl: 'http://localhost:9200' },
  roles: { service: 'isp-role', viewer: 'isp-viewer-role', checker: 'isp-checker-role' },
  users: { service: 'isp', viewer: 'isp-viewer', checker: 'isp-checker' },
  installs:
    'role and user isp, templates that take every document, write aliases, 90 days for logs, metrics and health checks, four dashboards and six searches',
  exports: {
    filebeat: {
      file: 'filebeat.yml',
      help: 'for Filebeat 7.17, which sends to Logstash',
      uses: [],
      connects: false,
      next: 'put the host of Logstash into output.logstash, then check it: filebeat test config',
      load: async () => (await import('./exports/filebeat.js')).filebeat,
    },
    logstash: {
      file: 'isp-logs.conf',
      help: 'for Logstash 7.17, which sends to Elasticsearch',
      uses: [],
      next: 'put it into Logstash’s folder pipeline, and check it: logstash --config.test_and_exit -f isp-logs.conf',
      load: async () => (await import('./exports/logstash.js')).logstash('elasticsearch'),
    },
    'logstash-opensearch': {
      file: 'isp-logs.conf',
      help: 'the same for OpenSearch, with the plugin logstash-output-opensearch',
      uses: [],
      next: 'install the plugin (logstash-plugin install logstash-output-opensearch), put the file into Logstash’s folder pipeline, and check it: logstash --config.test_and_exit -f isp-logs.conf',
      load: async () => (await import('./exports/logstash.js')).logstash('opensearch'),
    },
  },
  sampleData: {
    of: 'a small provider',
    documentsAnHour: 3_000,
    load: async (variables) => (await import('./sample-data/index.js')).sampleData(variables),
  },
  retention: [{ days: 90 }],
  variables: ({ retentionDays, metricPrefix = '', shards, replicas }) => {
    const days = Number(retentionDays)
    const atMost = (age: number) => String(days === 0 ? age : Math.min(age, days))
    return {
      warmDays: atMost(ages.warm),
      coldDays: atMost(ages.cold),
      // The platform writes health checks to <metric prefix>-health; its index pattern is isp-health-*.
      healthPrefix: metricPrefix.endsWith('metrics')
        ? metricPrefix.replace(/metrics$/, 'health')
        : `${metricPrefix}-health`,
      // ISM's shrink fails for good without replicas, and has nothing to do with one shard (measured on OpenSearch 2.19).
      shrinks: String(Number(shards) > 1 && Number(replicas) > 0),
    }
  },
  commonIssues,
  writes: {},
  beyondDocumentation: [],
  oldIndices: [],
  remarks: [],
} satisfies Profile
