import type { Profile } from '../profile.js'

/** Longest life of a monthly index before it stops growing, in days. */
const daysOfAMonth = 31

export const openvidu = {
  name: 'openvidu',
  title: 'OpenVidu Pro',
  envFile: '/opt/openvidu/.env',
  grammar: 'literal-env',
  keys: {
    searchUrl: 'OPENVIDU_PRO_ELASTICSEARCH_HOST',
    dashboardsUrl: 'OPENVIDU_PRO_KIBANA_HOST',
    username: 'ELASTICSEARCH_USERNAME',
    password: 'ELASTICSEARCH_PASSWORD',
    retentionDays: 'OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE',
  },
  settings: {},
  installs:
    'user and role openvidu, policies, pipelines and templates for events, logs and metrics, the eight dashboards of its documentation',
  localStack: { searchUrl: 'http://127.0.0.1:9200', dashboardsUrl: 'http://127.0.0.1:5601/kibana' },
  roles: { service: 'openvidu-role', viewer: 'openvidu-viewer-role', checker: 'openvidu-checker-role' },
  users: { service: 'openvidu', viewer: 'openvidu-viewer', checker: 'openvidu-checker' },
  release: {
    files: ['docker-compose.yml', 'docker-compose.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'],
    // The image is what runs. The comment of its releases names the same one; it is of use where the image is named by a digest, or by a tag of one's own.
    patterns: [
      String.raw`^\s*image:\s*["']?(?:\S*/)?openvidu-server-pro:([^\s"'@}]+)`,
      String.raw`^#\s*openvidu version:\s*(\S+)\s*$`,
    ],
    option: {
      flags: '--openvidu-version <release>',
      help: 'release of OpenVidu (default: the one that docker-compose.yml beside the file starts)',
    },
  },
  retention: [{ days: 15 }, { from: '2.21', days: 7 }],
  compatibility: {
    source:
      'OpenVidu Pro documentation, "Configuring an external Elastic Stack" (the same for AWS, Elastic Cloud and on premises)',
    rows: [
      { from: '0.0', to: '2.15', minimumStack: undefined },
      { from: '2.16', to: '2.16', minimumStack: '7.3.0' },
      { from: '2.17', to: '2.32', minimumStack: '7.8.0' },
    ],
  },
  // Micrometer names its indices by month: deleted so many days after their creation, they would take fresh documents along.
  variables: ({ retentionDays }) => ({ monthlyRetentionDays: String(Number(retentionDays) + daysOfAMonth) }),
  sampleData: {
    of: 'a small cluster',
    documentsAnHour: 18_000,
    load: async () => (await import('./sample-data/index.js')).sampleData,
  },
  writes: { 'lifecycle policy': ['openvidu_cleanup_policy'], 'ingest pipeline': ['kurento-pipeline'] },
  beyondDocumentation: [
    {
      adds: 'openvidu-browser-logs*',
      why: 'OpenVidu makes openvidu-browser-logs-<today> when it starts, is refused with the documented role (403, measured on 7.8.1), and halts',
    },
  ],
  oldIndices: [
    {
      index: 'openvidu',
      field: 'timestamp',
      means:
        'dashboards of sessions and recordings stay empty, and OpenVidu cannot delete old events (date maths such as now-15d is refused)',
    },
  ],
  reindex: {
    flags: '--reindex-events',
    help: 'reindex an index openvidu that is older than its template; OpenVidu must be stopped',
  },
  remarks: [
    {
      name: 'OPENVIDU_PRO_ELASTICSEARCH',
      value: 'false',
      says: 'OPENVIDU_PRO_ELASTICSEARCH is false: OpenVidu will send nothing to the stack until it is true',
    },
  ],
  alsoIn: 'the .env of each other node of a cluster (Enterprise HA)',
  restart: { command: './openvidu restart', where: 'in its folder' },
} satisfies Profile
