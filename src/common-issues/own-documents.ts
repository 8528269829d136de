import { expectShape } from '../http/shape.js'
import { objectIn } from '../json.js'
import { metadataIn } from '../kinds/cluster-state.js'
import { mark } from '../sample-data/indices.js'
import { lenient, notOfSampleData } from '../sample-data/mark.js'
import type { Stack } from '../stack/stack.js'
import type { Situation } from './issue.js'

/** Of indices: the first with documents of the application itself; which have sample data alone; and whose documents the signed-in user may not count. */
export interface OwnDocuments {
  first: string | undefined
  samplesOnly: string[]
  uncounted: string[]
}

/** Looks at one index after the other until one has some. An index that was not made for sample data has some: nothing else makes it. */
export async function ownDocumentsIn(names: string[], situation: Situation): Promise<OwnDocuments> {
  const found: OwnDocuments = { first: undefined, samplesOnly: [], uncounted: [] }
  for (const name of names) {
    const count = await ownDocuments(name, situation)
    if (count === 'refused') found.uncounted.push(name)
    else if (count === 0) found.samplesOnly.push(name)
    else return { ...found, first: name }
  }
  return found
}

async function ownDocuments(index: string, { stack, settings }: Situation): Promise<number | 'some' | 'refused'> {
  const data = await settings.profile.sampleData?.load(settings.variables)
  if (data === undefined || !(await isForSampleData(index, stack))) return 'some'
  const query = encodeURIComponent(notOfSampleData(data))
  const reply = await stack.search.get(`/${index}/_count?${lenient}&q=${query}`)
  if (reply.status === 403) return 'refused'
  return expectShape(reply, `Counting the documents of ${index}`, { count: 'number' }).count
}

/** Whether it was made for sample data. Who may look at the cluster need not have a right on the index. */
async function isForSampleData(index: string, { search }: Stack): Promise<boolean> {
  const fields = `metadata.indices.*.mappings.*._meta.${mark}`
  const metadata = metadataIn(await search.get(`/_cluster/state/metadata/${index}?filter_path=${fields}`))
  return metadata !== undefined && index in objectIn(metadata, 'indices')
}
