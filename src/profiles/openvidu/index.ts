import { compareVersions } from '../../stack/versions.js'
import type { Profile } from '../profile.js'

/** Longest life of a monthly index before it stops growing, in days. */
const daysOfAMonth = 31

export const openvidu: Profile = {
  name: 'openvidu',
  title: 'OpenVidu Pro',
  envFile: '/opt/openvidu/.env',
  keys: {
    searchUrl: 'OPENVIDU_PRO_ELASTICSEARCH_HOST',
    dashboardsUrl: 'OPENVIDU_PRO_KIBANA_HOST',
    username: 'ELASTICSEARCH_USERNAME',
    password: 'ELASTICSEARCH_PASSWORD',
    retentionDays: 'OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE',
  },
  localStack: { searchUrl: 'http://127.0.0.1:9200', dashboardsUrl: 'http://127.0.0.1:5601/kibana' },
  account: { username: 'openvidu', role: 'openvidu-role' },
  roles: { service: 'openvidu-role', viewer: 'openvidu-viewer-role', checker: 'openvidu-checker-role' },
  users: { service: 'openvidu', viewer: 'openvidu-viewer', checker: 'openvidu-checker' },
  release: {
    file: 'docker-compose.yml',
    pattern: /^#\s*openvidu version:\s*(\S+)\s*$/im,
    option: '--openvidu-version',
  },
  retentionDefault: (release) => (compareVersions(release, '2.21') >= 0 ? 7 : 15),
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
  variables: ({ retentionDays, username, role }) => ({
    retentionDays: String(retentionDays),
    monthlyRetentionDays: String(retentionDays + daysOfAMonth),
    username,
    roleName: role,
  }),
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
  remarks: [
    {
      name: 'OPENVIDU_PRO_ELASTICSEARCH',
      value: 'false',
      says: 'OPENVIDU_PRO_ELASTICSEARCH is false: OpenVidu will send nothing to the stack until it is true',
    },
  ],
  restart: './openvidu restart',
}
