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
  settings: {},
  roles: { service: 'dodas', viewer: 'dodas-viewer', checker: 'dodas-checker' },
  users: { service: 'dodas', viewer: 'dodas-viewer', checker: 'dodas-checker' },
  onlyWrites: true,
  retention: [{ days: 30 }],
  writes: {},
  beyondDocumentation: [],
  oldIndices: [],
  remarks: [],
  restart: { command: 'systemctl restart metricbeat', where: 'on each host, with the new password' },
} satisfies Profile
