import { stringify } from 'yaml'
import type { ExportValues } from '../profile.js'

/**
 * What Metricbeat 7.12 is told. Its own template and its ILM are off: elkctl installs both, and the account may not. Metric sets and periods are
 * those of its default configuration, with disk I/O and the normalized percentages that the dashboards show besides.
 */
export function metricbeat({ searchUrls, username, password, caFile, insecure, variables }: ExportValues): string {
  const { site = '' } = variables
  const ssl = {
    ...(caFile !== undefined && { 'ssl.certificate_authorities': [literal(caFile)] }),
    ...(insecure && { 'ssl.verification_mode': 'none' }),
  }
  const config = {
    'metricbeat.modules': [
      {
        module: 'system',
        period: '10s',
        metricsets: ['cpu', 'load', 'memory', 'network', 'diskio', 'process', 'process_summary'],
        'cpu.metrics': ['percentages', 'normalized_percentages'],
        processes: ['.*'],
        'process.include_top_n': { by_cpu: 5, by_memory: 5 },
      },
      {
        module: 'system',
        period: '1m',
        metricsets: ['filesystem', 'fsstat'],
        processors: [
          {
            'drop_event.when.regexp': { 'system.filesystem.mount_point': '^/(sys|cgroup|proc|dev|etc|host|lib)($|/)' },
          },
        ],
      },
      { module: 'system', period: '15m', metricsets: ['uptime'] },
      {
        module: 'docker',
        period: '10s',
        metricsets: ['container', 'cpu', 'diskio', 'event', 'healthcheck', 'info', 'memory', 'network'],
        hosts: ['unix:///var/run/docker.sock'],
        'labels.dedot': true,
      },
    ],
    ...(site !== '' && { fields: { site: literal(site) } }),
    'setup.template.enabled': false,
    'setup.ilm.enabled': false,
    'output.elasticsearch': {
      hosts: searchUrls.map(literal),
      ...(username !== undefined && {
        username: literal(username),
        password: password === undefined ? '${ES_PASSWORD}' : literal(password),
      }),
      ...ssl,
    },
  }
  return (
    head(password !== undefined) +
    stringify(config, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
  )
}

/** Beats fill in `${…}`, and take `$$` for `$` (measured with go-ucfg 0.8.3, with which they read their configuration). */
const literal = (text: string): string => text.replaceAll('$', () => '$$')

const head = (hasPassword: boolean): string =>
  [
    'Metricbeat for DODAS, made by elkctl. It is for Metricbeat OSS 7.12, which works with every stack that elkctl supports.',
    'The Metricbeat 5.2.2 of the recipes does not: Elasticsearch 7 and OpenSearch refuse each of its documents, because they have a type of their own',
    '("the final mapping would have more than 1 type"), wherever a template matches.',
    'The site is in fields.site. Leave "name" unset: each host then has its own, and the dashboards tell hosts apart.',
    'Leave labels.dedot on: without it a label "app" and a label "app.version" exclude one another.',
    ...(hasPassword
      ? ['The password is in this file: keep it to its owner (chmod 600).']
      : [
          'The password comes from the keystore (metricbeat keystore add ES_PASSWORD), or from the environment of the service.',
        ]),
  ]
    .map((line) => `# ${line}\n`)
    .join('')
