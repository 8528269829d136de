import type { BeatsVersion } from '../beats.js'

/** What determines the sample data: the same values give the same documents, byte for byte. */
export interface SampleOptions {
  /** a whole number */
  seed: number
  /** epoch milliseconds; no document is later */
  until: number
  /** how far it reaches back from the moment for which it is made */
  hours: number
  /** hours between that moment and `until` */
  ahead: number
  /** multiplies the volume: sessions, nodes, requests, and how often the one server is measured */
  scale: number
  /** of Filebeat and Metricbeat */
  beats: BeatsVersion
}

/** The name that every sample document gives its cluster. */
export const sampleClusterId = 'elkctl-sample'
