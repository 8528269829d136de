import { beforeAll, describe, expect, it } from '@jest/globals'
import { composable, templates } from './data-files.js'
import { requestsFor, show } from './kibana-request.js'
import { metricbeatFields } from './mapped-fields.js'
import { nearly } from './nearly.js'
import type { PanelTime, Shown } from './panel-request.js'
import { clusterMonitoringProof, nginxProof, nodeMonitoringProof } from './panel-proofs/metricbeat.js'
import type { Proof } from './panel-proofs/proof.js'
import { recordingsProof } from './panel-proofs/recordings.js'
import { serverApplicationProof } from './panel-proofs/server-application.js'
import { serverMonitoringProof } from './panel-proofs/server-monitoring.js'
import { sessionMetricsProof } from './panel-proofs/session-metrics.js'
import { sessionsProof } from './panel-proofs/sessions.js'
import { dashboards, panelsOf, type SavedObject, type Visualization } from './saved-objects.js'
import type { SearchClient } from './search-client.js'

const proofs: Proof[] = [
  sessionMetricsProof,
  sessionsProof,
  recordingsProof,
  serverApplicationProof,
  serverMonitoringProof,
  clusterMonitoringProof,
  nodeMonitoringProof,
  nginxProof,
]

/** The panels on a few documents with the cases that sample data does not have; over sample data each is proved in `test/sample-data`. */
export const describeDashboards = (connected: () => SearchClient): void => {
  describePanels(connected, proofs, () => true)
}

/**
 * For engines without modules: no scripts, no pipeline aggregations, none of the field types of Beats. What is left is what the panels on
 * OpenVidu's events ask, and the numbers of the server.
 */
export const describePlainPanels = (connected: () => SearchClient): void => {
  describePanels(
    connected,
    proofs.filter((proof) => !usesMetricbeat(proof)),
    needsNoModule,
  )
}

const plainMetrics = ['avg', 'sum', 'min', 'max', 'cardinality']

function needsNoModule({ attributes }: SavedObject<Visualization>): boolean {
  const { aggs, params } = attributes.visState
  const metrics = (params.series ?? []).flatMap((series) => series.metrics)
  return (
    aggs.every(({ params: { json } }) => json === undefined) &&
    metrics.every(({ type }) => plainMetrics.includes(type)) &&
    params.time_range_mode !== 'entire_time_range'
  )
}

function describePanels(
  connected: () => SearchClient,
  chosen: Proof[],
  fits: (object: SavedObject<Visualization>) => boolean,
): void {
  describe.each(chosen)('the panels of $dashboard', ({ dashboard, documents, expected, time }) => {
    const panels = panelsOf(dashboard).filter(([title, object]) => title in expected && fits(object))

    beforeAll(async () => {
      const client = connected()
      await clear(client)
      for (const [index, list] of Object.entries(documents)) {
        await prepare(client, index)
        await client.index(index, list)
      }
    })

    it('are there, all of which the answer is known', () => {
      expect(panelsOf(dashboard).map(([title]) => title)).toEqual(expect.arrayContaining(Object.keys(expected)))
    })

    it.each(panels)('%s', async (title, object) => {
      expect(nearly(await show(connected(), object, time), expected[title])).toEqual(expected[title])
    })

    if (dashboard === recordingsProof.dashboard)
      it('narrow to the clusters that are selected', async () => {
        const query = { query_string: { query: 'cluster_id.keyword:south AND status.keyword:ready' } }
        expect((await connected().search('openvidu', { query })).hits.total.value).toBe(2)
      })
  })

  describe.each([
    ['no index', []],
    [
      'empty indices',
      ['openvidu', 'server-metrics-2026-11', 'session-metrics-2026-11', 'metricbeat-7.12.1-2026.11.21'],
    ],
  ])('with %s', (_name, indices) => {
    const time: PanelTime = { from: '2026-11-21T00:00:00.000Z', to: '2026-11-21T00:15:00.000Z', auto: 10 }
    const panels = [...dashboards.keys()]
      .filter((id) => chosen.some(({ dashboard }) => dashboard === id))
      .flatMap((id) => panelsOf(id).map(([title, object]) => [id, title, object] as const))
      .filter(([, , object]) => fits(object) && requestsFor(object, time).length > 0)

    beforeAll(async () => {
      await clear(connected())
      for (const index of indices) {
        if (index.startsWith('metricbeat') && !chosen.some(usesMetricbeat)) continue
        await prepare(connected(), index)
        await connected().send('PUT', `/${index}`)
      }
    })

    it.each(panels)('%s: %s shows nothing, and no error', async (_dashboard, _title, object) => {
      expect(numbersIn(await show(connected(), object, time)).filter((value) => value !== 0)).toEqual([])
    })
  })
}

const usesMetricbeat = ({ documents }: Proof): boolean =>
  Object.keys(documents).some((index) => index.startsWith('metricbeat'))

/** Takes every index away that a dashboard asks; by its full name, because Elasticsearch 8 deletes by no other. */
async function clear(client: SearchClient): Promise<void> {
  const found = await client.request('GET', '/openvidu,*-metrics-*,metricbeat-*?ignore_unavailable=true')
  for (const index of Object.keys(found as object)) await client.request('DELETE', `/${index}`)
}

/** The index with the mappings that it has on a stack: those of our templates, which are installed, or of Beats' own. */
async function prepare(client: SearchClient, index: string): Promise<void> {
  for (const [name, body] of templates) await client.request('PUT', `/_index_template/${name}`, composable(body))
  if (!index.startsWith('metricbeat')) return
  const properties = Object.fromEntries(
    Object.entries(metricbeatFields).map(([field, type]) => [
      field,
      type === 'scaled_float' ? { type, scaling_factor: 1000 } : { type },
    ]),
  )
  await client.request('PUT', `/${index}`, { mappings: { properties } })
}

function numbersIn(shown: Shown | undefined): number[] {
  if (typeof shown === 'number') return [shown]
  return typeof shown === 'object' && shown !== null ? Object.values(shown).flatMap(numbersIn) : []
}
