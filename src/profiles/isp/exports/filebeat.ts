import { stringify } from 'yaml'
import { beats } from './logstash.js'

/** Its own stack, by the names in its docker-compose.yml: Logstash's log of what Filebeat sent would be sent again, without end. */
const ownStack = ['isp-elasticsearch', 'isp-kibana', 'isp-logstash', 'isp-filebeat']

/** What Filebeat 7.17 is told, instead of the platform's own file. It signs in nowhere: Logstash does. */
export function filebeat(): string {
  const config = {
    'filebeat.inputs': [
      { type: 'filestream', id: 'isp-management', paths: ['/var/log/isp_management/*.log'] },
      {
        type: 'container',
        paths: ['/var/lib/docker/containers/*/*.log'],
        processors: [
          { add_docker_metadata: { host: 'unix:///var/run/docker.sock' } },
          { drop_event: { when: { or: ownStack.map((name) => ({ equals: { 'container.name': name } })) } } },
        ],
      },
    ],
    processors: [
      { add_host_metadata: {} },
      { decode_json_fields: { fields: ['message'], target: '', overwrite_keys: true } },
    ],
    'output.logstash': { hosts: [`${beats.host}:${beats.port}`] },
  }
  return head + stringify(config, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
}

const head = [
  'Filebeat 7.17 for the ISP Management Platform, made by elkctl: instead of docker/elasticsearch/filebeat/filebeat.yml.',
  `It sends to the input "beats" of Logstash (elkctl export logstash writes its file). The platform’s own file sends to an input "tcp", which does not`,
  'understand Beats. Logs are JSON, a document a line; other lines become the message of a document.',
]
  .map((line) => `# ${line}\n`)
  .join('')
