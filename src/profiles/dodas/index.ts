import type { Profile } from '../profile.js'

export const dodas = {
  name: 'dodas',
  title: 'DODAS',
  fileOption: {
    flags: '--recipe <file>',
    help: 'the recipe of the deployment (TOSCA), or a file with its inputs: monitordb_ip and elasticsearch_secret',
  },
  grammar: 'tosca',
  keys: { searchUrl: 'monitordb_ip', password: 'elasticsearch_secret' },
  bareAddress: true,
  // Of the recipes in indigo-dc/tosca-templates (dodas/CMS-HTCondor-*.yaml) and of DODAS's documentation.
  placeholders: ['host:port', 'IP:PORT', 'ES-Endpoint', 'ES-secret', 'changeme', 'password'],
  settings: { site: { key: 'cms_local_site', type: 'text', default: '' } },
  roles: { service: 'dodas', viewer: 'dodas-viewer', checker: 'dodas-checker' },
  users: { service: 'dodas', viewer: 'dodas-viewer', checker: 'dodas-checker' },
  onlyWrites: true,
  installs:
    'user and role dodas, templates and 30 days for metricbeat-* and dodas-*, dashboards of hosts and containers',
  exports: {
    metricbeat: {
      file: 'metricbeat.yml',
      help: 'for Metricbeat OSS 7.12 on each host',
      uses: ['site'],
      next: 'install it as /etc/metricbeat/metricbeat.yml on each host, owned by root, and check it: metricbeat test config',
      load: async () => (await import('./metricbeat.js')).metricbeat,
    },
  },
  sampleData: {
    of: 'three hosts of two sites',
    documentsAnHour: 5_000,
    load: async () => (await import('./sample-data/index.js')).sampleData,
  },
  retention: [{ days: 30 }],
  writes: {},
  beyondDocumentation: [],
  oldIndices: [],
  remarks: [],
  restart: { command: 'systemctl restart metricbeat', where: 'on each host, with the new password' },
} satisfies Profile
