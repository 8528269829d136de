import { makeCluster, type SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { SampleOptions } from '../../../../../src/profiles/openvidu/sample-data/model/options.js'
import type { Proved } from '../proved.js'
import { searchProofs } from './logs.js'
import { proofs } from './proofs.js'

/** Over midnight, so that "today" leaves something out; at a time that is not round. */
export const options: SampleOptions = {
  seed: 1,
  until: Date.parse('2026-11-21T00:40:07.000Z'),
  hours: 1,
  ahead: 0,
  scale: 1,
  beats: '7.8.0',
}

const cluster = makeCluster(options)

export const openviduProved: Proved<SampleCluster> = {
  name: 'openvidu',
  world: cluster,
  from: cluster.from,
  until: cluster.until,
  dashboards: proofs,
  searches: searchProofs,
  // A healthy server shows nothing but zeros there, and OpenVidu's meters name neither host nor application.
  mayBeEmpty: ['Host and Application', 'Classes Unloaded', 'Mapped Buffers', 'TRACE logs'],
}
