import type { SampleOptions } from './options.js'
import type { BeatsVersion } from '../beats.js'
import { random } from '../../../../sample-data/random.js'

/** A machine of the cluster. */
export interface SampleNode {
  /** `master_<address>` or `media_<address>` */
  id: string
  role: 'masternode' | 'medianode'
  address: string
  hostname: string
  cores: number
  /** bytes */
  memory: number
  /** bytes */
  swap: number
  /** bytes */
  disk: number
  /** epoch milliseconds */
  bootedAt: number
  /** of its Filebeat and Metricbeat */
  beats: { version: BeatsVersion; id: string; ephemeralId: string }
}

const gibibyte = 1024 ** 3

/** One master; two media nodes, and two more for each whole step of the scale. */
export function makeNodes(options: SampleOptions): { master: SampleNode; mediaNodes: SampleNode[] } {
  const mediaNodes = Math.max(2, Math.round(2 * options.scale))
  return {
    master: makeNode(options, 'masternode', 0),
    mediaNodes: Array.from({ length: mediaNodes }, (_, index) => makeNode(options, 'medianode', index + 1)),
  }
}

function makeNode({ seed, until, beats }: SampleOptions, role: SampleNode['role'], index: number): SampleNode {
  const dice = random(seed, 'node', index)
  const master = role === 'masternode'
  const address = master ? '192.0.2.10' : `10.20.${Math.floor(index / 200)}.${20 + (index % 200)}`
  return {
    id: `${master ? 'master' : 'media'}_${address}`,
    role,
    address,
    hostname: `${master ? 'master' : `media-${index}`}.example.com`,
    cores: master ? 4 : 8,
    memory: (master ? 8 : 16) * gibibyte,
    swap: 2 * gibibyte,
    disk: (master ? 80 : 40) * gibibyte,
    // Whole seconds, as Metricbeat reports the uptime.
    bootedAt: Math.floor(until / 1000) * 1000 - dice.whole(10, 40) * 86_400_000,
    beats: { version: beats, id: dice.uuid(), ephemeralId: dice.uuid() },
  }
}
