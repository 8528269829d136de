import type { ExportValues } from '../../profile.js'
import { block, literal, plugin, secret, type LogstashValue } from './logstash-language.js'

/** Where Filebeat finds Logstash: its name in the platform's own docker-compose.yml, and the usual port of Beats. */
export const beats = { host: 'logstash', port: 5044 }

/** Logstash's output plugin; that for Elasticsearch refuses OpenSearch. */
type Output = 'elasticsearch' | 'opensearch'

/** The pipeline of Logstash 7.17, instead of the platform's isp-logs.conf: what it writes is what elkctl's templates and policies are for. */
export const logstash =
  (output: Output) =>
  (values: ExportValues): string =>
    [
      head(output, values),
      block(
        'input',
        plugin('beats', { port: beats.port, ecs_compatibility: 'disabled' }),
        plugin('tcp', { port: 5045, codec: 'json_lines', ecs_compatibility: 'disabled' }),
      ),
      filters,
      block('output', plugin(output, outputSettings(output, values))),
      '',
    ].join('\n\n')

/** Its time field is `timestamp`, in UTC and without a zone; what Logstash takes from elsewhere gets one. */
const filters = block(
  'filter',
  block(
    'if [timestamp]',
    block('date', 'match => ["timestamp", "ISO8601"]', 'timezone => "UTC"', 'target => "@timestamp"'),
  ),
  block('else', added('timestamp', '%{@timestamp}')),
  block('if ![host_name] and [host][name]', added('host_name', '%{[host][name]}')),
  block('if ![service_name] and [container][name]', added('service_name', '%{[container][name]}')),
  block(
    'if [metadata][source_ip]',
    plugin('geoip', {
      source: '[metadata][source_ip]',
      target: '[metadata][geoip]',
      ecs_compatibility: 'disabled',
    }),
  ),
)

function added(field: string, value: string): string {
  return block('mutate', `add_field => { "${field}" => "${value}" }`)
}

function outputSettings(output: Output, values: ExportValues): Record<string, LogstashValue> {
  const { searchUrls, username, password, caFile, insecure, variables } = values
  const { logPrefix = '', dateFormat = '' } = variables
  return {
    hosts: searchUrls.map(literal),
    index: `${logPrefix}-%{+${jodaFormat(dateFormat)}}`,
    manage_template: false,
    ...(output === 'elasticsearch' && { ilm_enabled: false }),
    ...(username !== undefined && { user: literal(username), password: secret(password) }),
    ...(caFile !== undefined && { cacert: literal(caFile) }),
    ...(insecure && { ssl_certificate_verification: false }),
  }
}

const jodaLetters: Record<string, string> = { Y: 'YYYY', y: 'yy', m: 'MM', d: 'dd', H: 'HH' }

/** `%Y.%m.%d` → `YYYY.MM.dd`: Logstash formats dates with Joda, the platform with strftime. Letters between stand in quotes. */
const jodaFormat = (strftime: string): string =>
  strftime.replace(/%(\w)|([a-z]+)/g, (_all, letter: string | undefined, text: string) =>
    letter === undefined ? `'${text}'` : (jodaLetters[letter] ?? ''),
  )

const head = (output: Output, { username, password }: ExportValues): string =>
  [
    'Logstash 7.17 for the ISP Management Platform, made by elkctl: instead of docker/elasticsearch/logstash/pipeline/isp-logs.conf.',
    `Filebeat sends to port ${beats.port} (input beats: elkctl export filebeat writes its filebeat.yml). Port 5045 takes JSON, a document a line.`,
    ...(output === 'opensearch' ? ['It needs a plugin: logstash-plugin install logstash-output-opensearch'] : []),
    'Templates and lifecycle are elkctl’s. A level is found in either case, so no document is tagged for it.',
    ...(username === undefined
      ? []
      : password === undefined
        ? ['The password comes from the keystore (logstash-keystore add ES_PASSWORD), or from the environment.']
        : [
            'The password is in this file: keep it to its owner (chmod 600). config.support_escapes has to be off, as usual.',
          ]),
  ]
    .map((line) => `# ${line}`)
    .join('\n')
