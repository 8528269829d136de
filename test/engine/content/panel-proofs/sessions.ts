import type { Proof } from './proof.js'

/** Of 2026-11-21, at "hh:mm". */
const time = (clock: string): number => Date.parse(`2026-11-21T${clock}:00.000Z`)

const event = (type: string, clock: string, more: object = {}) => ({
  elastic_type: type,
  timestamp: time(clock),
  cluster_id: 'north',
  ...more,
})
const kms = (type: string, more: object) => event('kms', '10:01', { type, ...more })
const gathered = (ms: number | string) => kms('IceGatheringDone', { msSinceEndpointCreation: ms })
const stats = (clock: string, more: object) => event('webrtcStats', clock, more)

const documents = [
  event('sessionSummary', '10:00'),
  event('sessionSummary', '10:05', { cluster_id: 'south' }),
  { ...event('sessionSummary', '10:00'), timestamp: time('10:00') - 24 * 3600 * 1000 },

  event('userSummary', '10:00', { location: 'Rome, Italy' }),
  event('userSummary', '10:01', { location: 'Rome, Italy' }),
  event('userSummary', '11:00', { location: 'Buenos Aires, Argentina' }),
  // Of some users no place is known.
  event('userSummary', '11:00'),
  event('userSummary', '11:00', { location: null }),

  event('publisherSummary', '10:29', { startTime: time('10:00'), duration: 100 }),
  event('publisherSummary', '10:31', { startTime: time('10:10'), duration: 50.5 }),
  event('publisherSummary', '11:10', { startTime: time('10:40'), duration: 200 }),
  event('subscriberSummary', '10:29', { startTime: time('10:01'), duration: 999 }),

  ...['READY', 'READY', 'READY', 'FAILED', 'CONNECTED', 'CONNECTED'].map((state) =>
    kms('IceComponentStateChange', { state }),
  ),
  kms('MediaStateChanged', { state: 'READY' }),
  ...[0, 49, 50, 150, 299, 300, 5000].map(gathered),
  kms('NewCandidatePairSelected', { msSinceEndpointCreation: 100 }),
  kms('NewCandidatePairSelected', { msSinceEndpointCreation: 300 }),

  stats('10:00', { packetsReceived: 100, packetsLost: 1, jitter: 0.001 }),
  stats('10:01', { packetsReceived: 100, packetsLost: 4, jitter: 0.003 }),
  stats('10:40', { packetsReceived: 100, packetsLost: 10, jitter: 0.01 }),
  stats('10:00', { packetsSent: 100, packetsLost: 1000, roundTripTime: 0.1, targetBitrate: 1_000_000 }),
  stats('10:01', { packetsSent: 100, packetsLost: 1000, roundTripTime: 0.3, targetBitrate: 500_000 }),

  // Malformed: such a field is kept and not indexed, so none of these changes a number.
  event('publisherSummary', '10:29', { timestamp: 'yesterday', startTime: time('10:00'), duration: 7 }),
  event('publisherSummary', '10:29', { startTime: 'never', duration: 'long' }),
  stats('10:00', { packetsReceived: 'some', packetsLost: 'many', jitter: 'NaN' }),
  stats('10:00', { packetsReceived: 1, packetsLost: 'many', jitter: 'NaN' }),
  stats('10:00', { packetsSent: 1, roundTripTime: 'slow', targetBitrate: '' }),
  gathered('soon'),
  kms('NewCandidatePairSelected', { msSinceEndpointCreation: 'soon' }),
]

export const sessionsProof: Proof = {
  dashboard: 'openvidu-sessions',
  time: { from: '2026-11-21T00:00:00.000Z', to: '2026-11-21T23:59:59.999Z', auto: 1800 },
  documents: { openvidu: documents },
  expected: {
    'Cluster Id Selector': { 'Cluster Id': { north: documents.length - 1, south: 1 } },
    'Number of sessions per day': { '2026-11-21': 2 },
    'User location': { 'Rome, Italy': 2, 'Buenos Aires, Argentina': 1 },
    'Number of publishers and subscribers': {
      '10:00:00': { Publishers: 2, Subscribers: 1 },
      '10:30:00': { Publishers: 1, Subscribers: 0 },
    },
    'Streamed time': { '10:00:00': 100, '10:30:00': 50.5, '11:00:00': 200 },
    'ICE states': { Succeeded: 3, Failed: 1 },
    'Milliseconds until ICE gathering done': {
      '0.0-50.0': 2,
      '50.0-100.0': 1,
      '100.0-150.0': 0,
      '150.0-200.0': 1,
      '200.0-300.0': 1,
      '300.0-*': 2,
    },
    'Publishers average packet lost': { '10:00:00': 2.5, '10:30:00': 10 },
    'Publishers average jitter': { '10:00:00': 0.002, '10:30:00': 0.01 },
    'Subscribers average RTT': { '10:00:00': 0.2 },
    'Average time to select a candidate pair': 200,
    'Subscribers average target bitrate': { '10:00:00': 750_000 },
  },
}
