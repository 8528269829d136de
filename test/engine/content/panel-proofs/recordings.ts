import type { Proof } from './proof.js'

const MB = 1024 * 1024
const GB = 1024 * MB
const friday = Date.UTC(2026, 10, 20)
const saturday = Date.UTC(2026, 10, 21)
const hour = 60 * 60 * 1000

const ready = {
  elastic_type: 'cdr',
  event: 'recordingStatusChanged',
  status: 'ready',
  cluster_id: 'north',
  outputMode: 'COMPOSED',
  hasAudio: true,
  hasVideo: true,
}

/** Durations and sizes lie on the edges of the ranges, and just above them. */
const recordings = [
  { ...ready, timestamp: friday, duration: 300, size: 10 * MB },
  {
    ...ready,
    timestamp: friday + 23 * hour,
    duration: 300.5,
    size: 10 * MB + 1,
    outputMode: 'INDIVIDUAL',
    hasVideo: false,
  },
  { ...ready, timestamp: saturday, duration: 1800, size: 200 * MB, hasAudio: false },
  { ...ready, timestamp: saturday + hour, duration: 3600, size: GB, outputMode: 'COMPOSED_QUICK_START' },
  { ...ready, timestamp: saturday + hour, duration: 3600.5, size: GB + 1 },
  { ...ready, timestamp: saturday + hour, duration: 20, size: 5000, outputMode: 'INDIVIDUAL', cluster_id: 'south' },
]

/** Counts as a recording, of no known length and size. */
const malformed = { ...ready, timestamp: saturday + hour, duration: 'long', size: 'big', cluster_id: 'south' }

/** None of these may be counted as a recording. */
const others = [
  { ...ready, timestamp: friday, duration: 0, size: 0, status: 'started' },
  { ...ready, timestamp: friday, duration: 300, size: 10 * MB, status: 'stopped' },
  { ...ready, timestamp: friday, duration: 0, size: 0, elastic_type: 'recordingSummary' },
  { elastic_type: 'cdr', event: 'sessionDestroyed', timestamp: friday, duration: 9999, cluster_id: 'east' },
  { ...ready, timestamp: friday - 40 * 24 * hour, duration: 7777, size: 7777 },
  { ...ready, timestamp: 'tomorrow', duration: 7777, size: 7777 },
]

export const recordingsProof: Proof = {
  dashboard: 'openvidu-recordings',
  time: { from: '2026-11-06T00:00:00.000Z', to: '2026-11-21T23:59:59.999Z', auto: 3 * 3600 },
  documents: { openvidu: [...recordings, malformed, ...others] },
  expected: {
    'Cluster Id Selector': { 'Cluster Id': { north: 10, south: 2, east: 1 } },
    'Number of recordings per day': { '2026-11-20': 2, '2026-11-21': 5 },
    'Recordings by OutputMode': { COMPOSED: 4, INDIVIDUAL: 2, COMPOSED_QUICK_START: 1 },
    'Recordings by audio/video': { 'Audio + Video': 5, 'Only audio': 1, 'Only video': 1 },
    'Average recording duration': 1603.5,
    'Average recording size': 2378175370 / 6,
    'Recordings by duration': {
      'Up to 5 min': 2,
      'Up to 15 min': 1,
      'Up to 30 min': 1,
      'Up to 1 h': 1,
      'More than 1 h': 1,
    },
    'Recordings by size': {
      'Up to 10 MB': 2,
      'Up to 50 MB': 1,
      'Up to 100 MB': 0,
      'Up to 200 MB': 1,
      'Up to 500 MB': 0,
      'Up to 1 GB': 1,
      'More than 1 GB': 1,
    },
  },
}
