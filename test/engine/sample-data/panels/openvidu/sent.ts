import type { SampleDocument } from '../../../../../src/sample-data/document.js'
import { sampleDocuments } from '../../../../../src/profiles/openvidu/sample-data/documents.js'
import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'

const made = new WeakMap<SampleCluster, SampleDocument[]>()

/** The documents that go to indices with this beginning: a selector lists what there is to select, and how much of it was sent is all that there is to know. */
export function documentsOf(cluster: SampleCluster, prefix: string): SampleDocument[] {
  const all = made.get(cluster) ?? [...sampleDocuments(cluster)]
  made.set(cluster, all)
  return all.filter(({ index }) => (prefix.endsWith('-') ? index.startsWith(prefix) : index === prefix))
}
