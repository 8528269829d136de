import type { JsonObject } from '../../../../json.js'
import { ecsOf } from '../beats.js'
import { sampleClusterId } from '../model/options.js'
import type { SampleNode } from '../model/nodes.js'
import { day, iso, type Sent } from '../../../../sample-data/document.js'

/** A file or container that Filebeat reads. */
export interface LogSource {
  /** `filebeat-nginx`: what its indices begin with */
  prefix: string
  node: SampleNode
  pipeline?: string
  /** what OpenVidu's configuration of this input adds */
  fields: JsonObject
  path: string
}

export interface LogLine {
  time: number
  message: string
  /** of a container */
  stream?: 'stdout' | 'stderr'
}

/** As Filebeat sends them. @param lines in the order of time */
export function* readBy(source: LogSource, lines: Iterable<LogLine>): Generator<Sent> {
  const { prefix, node, pipeline, fields, path } = source
  let offset = 0
  for (const { time, message, stream } of lines) {
    yield {
      time,
      index: `${prefix}-${day(time)}`,
      ...(pipeline !== undefined && { pipeline }),
      document: {
        '@timestamp': iso(time),
        agent: {
          ephemeral_id: node.beats.ephemeralId,
          hostname: node.hostname,
          id: node.beats.id,
          name: node.hostname,
          type: 'filebeat',
          version: node.beats.version,
        },
        ecs: { version: ecsOf[node.beats.version] },
        host: { name: node.hostname },
        log: { file: { path }, offset },
        ...fields,
        message,
        ...(stream !== undefined && { stream }),
        cluster_id: sampleClusterId,
        node_id: node.id,
        node_role: node.role,
      },
    }
    offset += message.length + 1
  }
}

/** A container's log, as Docker's json-file driver keeps it. */
export function containerSource(prefix: string, node: SampleNode): LogSource {
  const container = `${prefix.replace('filebeat-', '')}-${node.id}`
  return {
    prefix,
    node,
    fields: { input: { type: 'container' } },
    path: `/var/lib/docker/containers/${container}/${container}-json.log`,
  }
}

export const inOrder = <T extends { time: number }>(lines: T[]): T[] => lines.sort((a, b) => a.time - b.time)
