import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { sampleData, sampleDocuments } from '../../src/profiles/openvidu/sample-data/documents.js'
import { beatsOf } from '../../src/profiles/openvidu/sample-data/beats.js'
import type { SampleDocument } from '../../src/sample-data/document.js'
import { families } from '../../src/profiles/openvidu/sample-data/families.js'
import { sampleData as ours } from '../../src/profiles/openvidu/sample-data/index.js'
import { loadIdOf, loadOf } from '../../src/sample-data/load-id.js'
import { connectionsOf, endpointsOf, makeCluster } from '../../src/profiles/openvidu/sample-data/model/cluster.js'
import { gaugeTicks, nodeTicks } from '../../src/profiles/openvidu/sample-data/model/measures.js'
import { linePace, ticks } from '../../src/sample-data/moments.js'
import type { SampleOptions } from '../../src/profiles/openvidu/sample-data/model/options.js'
import { serverSteps } from '../../src/profiles/openvidu/sample-data/model/server.js'
import { fieldAt, readFolder, readDocuments, templates, valueAt } from '../engine/content/data-files.js'

const options: SampleOptions = {
  seed: 1,
  until: Date.parse('2026-11-21T05:00:00Z'),
  hours: 6,
  ahead: 0,
  scale: 1,
  beats: '7.12.1',
}
const load = ({ beats, ...rest }: SampleOptions) => ({ ...rest, variant: beats })
const cluster = makeCluster(options)
const documents = [...sampleDocuments(cluster)]
const digest = (some: Iterable<SampleDocument>): string => {
  const hash = createHash('sha256')
  for (const document of some) hash.update(JSON.stringify(document))
  return hash.digest('hex')
}
const events = documents.filter(({ index }) => index === 'openvidu').map(({ document }) => document)
const ofType = (type: string) => events.filter(({ elastic_type }) => elastic_type === type)

interface List {
  numberOfElements: number
  content: Record<string, unknown>[]
}

describe('the sample data', () => {
  it('is the same, byte for byte, for the same options, and other data for others', () => {
    const small = { ...options, hours: 1, scale: 0.1 }
    const first = digest(sampleData(small))
    expect(digest(sampleData(small))).toBe(first)
    for (const other of [
      { seed: 2 },
      { until: options.until + 1000 },
      { hours: 1.5 },
      { ahead: 0.5 },
      { scale: 0.2 },
      { beats: '7.8.0' as const },
    ])
      expect(digest(sampleData({ ...small, ...other }))).not.toBe(first)
  })

  it('is of a useful size, and grows with the scale', () => {
    expect(documents.length).toBeGreaterThan(20_000)
    expect(documents.length).toBeLessThan(100_000)
    const [once = 0, twice = 0, half = 0] = [0.5, 1, 0.25].map(
      (scale) => Array.from(sampleData({ ...options, hours: 1, scale })).length,
    )
    expect(twice / once).toBeGreaterThan(1.7)
    expect(twice / once).toBeLessThan(2.3)
    expect(half / once).toBeLessThan(0.6)
  })

  it('has ids of its own, which tell how it was made', () => {
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
    const prefix = `${loadIdOf(load(options), ours.format)}_`
    expect(documents.filter(({ id }) => !id.startsWith(prefix))).toEqual([])
    expect(loadOf(String(documents[0]?.id), ours)).toEqual(load(options))
    const fraction: SampleOptions = { seed: 12, until: 5, hours: 0.25, ahead: 0.5, scale: 1.5, beats: '7.8.0' }
    expect(loadOf(`${loadIdOf(load(fraction), ours.format)}_zz`, ours)).toEqual(load(fraction))
    expect(loadOf('elkctl-sample_999_1_5_6_0_1_7.12.1_0', ours)).toBeUndefined()
    expect(loadOf('elkctl-sample_4_1_5_6_0_1_7.0.0_0', ours)).toBeUndefined()
    expect(loadOf('something', ours)).toBeUndefined()
  })

  it('goes to the families that the role allows, into the index of its day or month, and lies within the time', () => {
    // One expectation of all: one of each document takes half a minute.
    const wrong = documents.flatMap(({ index, time, document }) => {
      const text = document['@timestamp']
      const date = new Date(time).toISOString()
      const right = {
        family: families.some(
          (family) => index === family || (family.endsWith('*') && index.startsWith(family.slice(0, -1))),
        ),
        time: time === (typeof text === 'string' ? Date.parse(text) : document['timestamp']),
        inside: time >= cluster.from && time <= cluster.until,
        day: !/^(filebeat|metricbeat|openvidu-)/.test(index) || index.endsWith(date.slice(0, 10).replaceAll('-', '.')),
        month: !/-metrics-/.test(index) || index.endsWith(date.slice(0, 7)),
        cluster:
          (index.startsWith('metricbeat') ? valueAt(document, 'fields.cluster_id') : document['cluster_id']) ===
          'elkctl-sample',
      }
      return Object.values(right).every(Boolean) ? [] : [{ index, time, right }]
    })
    expect(wrong).toEqual([])
  })

  it('comes from every service that OpenVidu has', () => {
    const prefixes = new Set(documents.map(({ index }) => index.replace(/[-.\d]*$/, '')))
    expect([...prefixes].sort()).toEqual([
      'filebeat-coturn',
      'filebeat-kurento',
      'filebeat-media-node-controller',
      'filebeat-mediasoup',
      'filebeat-nginx',
      'filebeat-openvidu-recording',
      'filebeat-redis',
      'loadtest',
      'metricbeat',
      'openvidu',
      'openvidu-browser-logs',
      'openvidu-logs',
      'server-metrics',
      'session-metrics',
    ])
    const pipelines = documents.map(({ index, pipeline }) => `${/^filebeat-kurento/.exec(index)?.[0]} ${pipeline}`)
    expect(new Set(pipelines)).toEqual(new Set(['undefined undefined', 'filebeat-kurento kurento-pipeline']))
  })
})

describe('events', () => {
  const samples = readFolder('test/fixtures/content/events') as Map<string, Record<string, unknown>>

  it.each([...samples.keys()].filter((type) => type !== 'cdr' && type !== 'kms'))(
    '%s has the fields of the documented one',
    (type) => {
      const found = ofType(type)
      expect(found.length).toBeGreaterThan(10)
      const documented = Object.keys(samples.get(type) ?? {})
      const every = new Set(found.flatMap((document) => Object.keys(document)))
      expect([...every]).toEqual(expect.arrayContaining(documented))
      // The documented statistics are of a publisher.
      const more = type === 'webrtcStats' ? ['bytesSent', 'packetsSent', 'roundTripTime', 'targetBitrate'] : []
      expect([...every].filter((field) => !documented.includes(field)).sort()).toEqual(more)
    },
  )

  it.each(['cdr', 'kms'])('%s has the documented form too, among others', (type) => {
    const form = (document: Record<string, unknown>): string => Object.keys(document).sort().join()
    expect(new Set(ofType(type).map(form))).toContain(form(samples.get(type) ?? {}))
  })

  it('have no field that the template does not name: the index never rolls over', () => {
    const mappings = templates.get('openvidu-events')?.template.mappings
    if (mappings === undefined) throw new Error('there is no template')
    const fields = new Set(events.flatMap((event) => Object.keys(event)))
    expect([...fields].filter((field) => fieldAt(mappings, field) === undefined)).toEqual([])
  })

  it('agree: the summary of a session holds the very summaries that are also written on their own', () => {
    const inside: Record<string, string[]> = {}
    const take = (document: Record<string, unknown>): void => {
      const { elastic_type } = document
      if (elastic_type !== 'sessionSummary') (inside[String(elastic_type)] ??= []).push(JSON.stringify(document))
      for (const part of ['users', 'connections', 'publishers', 'subscribers', 'recordings']) {
        const list = document[part] as List | undefined
        expect(list?.numberOfElements).toBe(list?.content.length)
        list?.content.forEach(take)
      }
    }
    ofType('sessionSummary').forEach(take)
    for (const type of ['user', 'connection', 'publisher', 'subscriber', 'recording'])
      expect(
        ofType(`${type}Summary`)
          .map((document) => JSON.stringify(document))
          .sort(),
      ).toEqual([...(inside[`${type}Summary`] ?? [])].sort())
    expect(ofType('sessionSummary').length).toBe(
      cluster.sessions.filter(({ destroyedAt }) => destroyedAt <= cluster.until).length,
    )
  })

  it('agree: each session, connection, endpoint and recording of the CDR is one of the model', () => {
    const count = (event: string) => ofType('cdr').filter((document) => document['event'] === event).length
    const until = (time: number) => time <= cluster.until
    const connections = cluster.sessions.flatMap(connectionsOf)
    const endpoints = cluster.sessions.flatMap(endpointsOf).map(({ endpoint }) => endpoint)
    expect(count('sessionCreated')).toBe(cluster.sessions.length)
    expect(count('participantJoined')).toBe(connections.filter(({ createdAt }) => until(createdAt)).length)
    expect(count('participantLeft')).toBe(connections.filter(({ destroyedAt }) => until(destroyedAt)).length)
    expect(count('webrtcConnectionCreated')).toBe(endpoints.filter(({ createdAt }) => until(createdAt)).length)
    expect(count('webrtcConnectionDestroyed')).toBe(endpoints.filter(({ destroyedAt }) => until(destroyedAt)).length)
  })

  it('agree in time: everything lies within what it belongs to', () => {
    for (const session of cluster.sessions) {
      expect(session.createdAt).toBeGreaterThanOrEqual(cluster.from)
      for (const connection of connectionsOf(session)) {
        expect(connection.createdAt).toBeGreaterThanOrEqual(session.createdAt)
        expect(connection.destroyedAt).toBeLessThanOrEqual(session.destroyedAt)
        for (const endpoint of [...connection.publishers, ...connection.subscribers]) {
          expect(endpoint.createdAt).toBeGreaterThanOrEqual(connection.createdAt)
          expect(endpoint.destroyedAt).toBeGreaterThan(endpoint.createdAt)
          expect(endpoint.destroyedAt).toBeLessThanOrEqual(connection.destroyedAt)
        }
      }
      for (const { startTime, stoppedAt, duration, size } of session.recordings) {
        expect(startTime).toBeGreaterThan(session.createdAt)
        expect(stoppedAt).toBeLessThanOrEqual(session.destroyedAt)
        expect(duration).toBeLessThanOrEqual((stoppedAt - startTime) / 1000)
        expect(duration).toBeGreaterThan(0)
        expect(size).toBeGreaterThan(0)
      }
    }
  })

  it('have something for every bucket of the dashboards that real life would fill', () => {
    const ready = ofType('cdr').filter(({ status }) => status === 'ready')
    expect(new Set(ready.map(({ outputMode }) => outputMode))).toEqual(new Set(['COMPOSED', 'INDIVIDUAL']))
    expect(new Set(ready.map(({ hasAudio, hasVideo }) => `${String(hasAudio)} ${String(hasVideo)}`)).size).toBe(3)
    expect(ready.some(({ duration }) => Number(duration) > 3600)).toBe(true)
    expect(ready.some(({ size }) => Number(size) > 1024 ** 3)).toBe(true)
    expect(new Set(ofType('kms').map(({ state }) => state))).toEqual(
      new Set(['GATHERING', undefined, 'CONNECTING', 'CONNECTED', 'READY', 'FAILED', 'FLOWING']),
    )
    const done = ofType('kms')
      .filter(({ type }) => type === 'IceGatheringDone')
      .map((event) => Number(event['msSinceEndpointCreation']))
    for (const [from, to] of [
      [0, 50],
      [50, 100],
      [100, 150],
      [150, 200],
      [200, 300],
      [300, Infinity],
    ] as const)
      expect(done.some((milliseconds) => milliseconds >= from && milliseconds < to)).toBe(true)
  })
})

describe('Beats', () => {
  it.each([
    ['2.16.0', '7.8.0'],
    ['2.20.0', '7.8.0'],
    ['2.31.0', '7.8.0'],
    ['2.32.0', '7.12.1'],
    ['2.32.1', '7.12.1'],
  ] as const)('of OpenVidu Pro %s are %s', (release, version) => {
    expect(beatsOf(release)).toBe(version)
  })

  it.each([
    ['7.8.0', '1.5.0'],
    ['7.12.1', '1.8.0'],
  ] as const)('%s are named by every document of theirs, with ECS %s and no field that came later', (version, ecs) => {
    const sent = [...sampleData({ ...options, hours: 0.5, scale: 0.25, beats: version })].filter(({ index }) =>
      /^(file|metric)beat/.test(index),
    )
    const ofMetricbeat = sent.filter(({ index }) => index.startsWith('metricbeat'))
    expect(ofMetricbeat.length).toBeGreaterThan(0)
    for (const { index } of ofMetricbeat) expect(index.startsWith(`metricbeat-${version}-`)).toBe(true)
    for (const { document } of sent) expect(document).toMatchObject({ agent: { version }, ecs: { version: ecs } })
    const later = ['host.cpu', 'host.disk', 'system.diskio.io.ops'].filter((path) =>
      sent.some(({ document }) => valueAt(document, path) !== undefined),
    )
    expect(later).toEqual(version === '7.8.0' ? [] : ['host.cpu', 'host.disk', 'system.diskio.io.ops'])
  })
})

describe('metrics', () => {
  it('are of the form that a real Metricbeat sends: no field that it does not have, none of another type', () => {
    const kind = (document: object): string =>
      `${String(valueAt(document, 'metricset.name'))}, ${'system' in document || 'nginx' in document ? 'measured' : 'summed up'}`
    const real = new Map<string, Set<string>>()
    for (const document of readDocuments('metricbeat-7.12.1.ndjson'))
      real.set(kind(document), new Set([...(real.get(kind(document)) ?? []), ...typedFields(document)]))
    const seen = new Set<string>()
    const foreign = new Set<string>()
    const wholeShares = new Set<string>()
    for (const { document } of documents.filter(({ index }) => index.startsWith('metricbeat'))) {
      seen.add(kind(document))
      for (const field of typedFields(document)) if (!real.get(kind(document))?.has(field)) foreign.add(field)
      for (const field of typedFields(document))
        if (field.endsWith('.pct number') && Number.isInteger(valueAt(document, field.slice(0, -7))))
          wholeShares.add(field)
    }
    expect([...seen].sort()).toEqual([...real.keys()].sort())
    expect([...foreign]).toEqual([])
    expect([...wholeShares]).toEqual([])
  })

  it('have every meter that a real Micrometer sends for a JVM, and those of a running Tomcat', () => {
    const named = (index: string) =>
      new Set(documents.filter((document) => document.index.startsWith(index)).map(({ document }) => document['name']))
    const meters = named('server-metrics')
    for (const { name } of readDocuments('micrometer-elastic-1.6.6.ndjson')) expect(meters).toContain(name)
    for (const name of [
      'http_client_requests',
      'tomcat_global_sent',
      'tomcat_global_received',
      'tomcat_global_error',
      'tomcat_threads_config_max',
    ])
      expect(meters).toContain(name)
    expect(named('session-metrics')).toEqual(
      new Set(['master_node_cpu', 'media_node_cpu', 'sessions', 'connections', 'streams', 'recordings']),
    )
  })

  it('have requests that failed on either side', () => {
    const statuses = new Set(
      cluster.requests.filter(({ by }) => by === 'server').map(({ status }) => Math.floor(status / 100)),
    )
    expect([...statuses].sort()).toEqual([2, 4, 5])
  })

  it('are measured as often as lines need it', () => {
    const pace = ticks(options, linePace, 1)
    expect(nodeTicks(cluster)).toEqual(pace)
    expect(gaugeTicks(cluster)).toEqual(pace)
    expect(serverSteps(cluster).map(({ time }) => time)).toEqual(pace)
    const times = (index: string, name: string) =>
      documents
        .filter(
          (one) =>
            one.index.startsWith(index) && name === (valueAt(one.document, 'metricset.name') ?? one.document['name']),
        )
        .map(({ time }) => time)
    expect(times('session-metrics', 'sessions')).toEqual(pace)
    expect(times('server-metrics', 'jvm_threads_live')).toEqual(pace)
    expect(times('metricbeat', 'uptime')).toEqual([...pace, ...pace, ...pace])
    expect(times('metricbeat', 'stubstatus')).toEqual(pace)
  })

  it('show load that rises and falls', () => {
    const at = (share: number) => {
      const time = cluster.from + share * (cluster.until - cluster.from)
      return cluster.sessions.filter(
        ({ createdAt }) => Math.abs(createdAt - time) < (cluster.until - cluster.from) / 10,
      ).length
    }
    expect(at(0.6)).toBeGreaterThan(2 * at(0.1))
    expect(at(0.6)).toBeGreaterThan(at(0.9))
  })
})

/** `system.cpu.cores number`: every field that is no object, and its type. */
function typedFields(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null
      ? typedFields(inner as object, `${prefix}${key}.`)
      : [`${prefix}${key} ${typeof inner}`],
  )
}
