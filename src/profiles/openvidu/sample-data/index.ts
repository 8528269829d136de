import type { SampleData } from '../../../sample-data/sample-data.js'
import { beatsOf, ecsOf, type BeatsVersion } from './beats.js'
import { format, sampleDocuments } from './documents.js'
import { families } from './families.js'
import { makeCluster } from './model/cluster.js'
import { sampleClusterId } from './model/options.js'

/** The data of a small cluster. */
export const sampleData: SampleData = {
  format,
  routing: 'elkctl-sample',
  families,
  variants: { title: 'Beats', field: 'beats', values: Object.keys(ecsOf), of: beatsOf },
  recognised: `cluster_id ${sampleClusterId}`,
  documents: ({ variant, ...options }) => sampleDocuments(makeCluster({ ...options, beats: variant as BeatsVersion })),
}
