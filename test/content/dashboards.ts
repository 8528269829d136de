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
import { sessionsProof, usersOverTime } from './panel-proofs/sessions.js'
import { dashboards, panelsOf, visualizations, type SavedObject, type Visualization } from './saved-objects.js'
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

/** Each panel of each dashboard on a few documents whose answer is known. */
export const describeDashboards = (connected: () => SearchClient): void => {
  describePanels(connected, proofs, () => true)
}

/**
 * For engines without modules: no scripts, no pipeline aggregations, none of the field types of Beats. What is left is what the panels on
 * OpenVidu's events ask, and the numbers of the server.
 */
export const describePlainPanels = (connected: () => SearchClient): void => {
  const plain = proofs.filter(
    ({ documents }) => !Object.keys(documents).some((index) => index.startsWith('metricbeat')),
  )
  describePanels(connected, plain, needsNoModule)
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
    const panels = panelsOf(dashboard).filter(([, object]) => fits(object))

    beforeAll(async () => {
      const client = connected()
      await clear(client)
      for (const [index, list] of Object.entries(documents)) {
        await prepare(client, index)
        await client.index(index, list)
      }
    })

    it('are those of which the answer is known', () => {
      expect(panelsOf(dashboard).map(([title]) => title)).toEqual(Object.keys(expected))
    })

    it.each(panels)('%s', async (title, object) => {
      expect(nearly(await show(connected(), object, time), expected[title])).toEqual(expected[title])
    })

    if (dashboard === sessionsProof.dashboard)
      it('and the example of the tutorial, Users connected over time', async () => {
        expect(await show(connected(), visualization('openvidu-users-connected-over-time'), time)).toEqual(
          usersOverTime,
        )
      })

    if (dashboard === recordingsProof.dashboard)
      it('narrow to the clusters that are selected', async () => {
        const query = { query_string: { query: 'cluster_id.keyword:south AND status.keyword:ready' } }
        expect((await connected().search('openvidu', { query })).hits.total.value).toBe(1)
      })
  })

  describe('without data', () => {
    const time: PanelTime = { from: '2026-11-21T00:00:00.000Z', to: '2026-11-21T00:15:00.000Z', auto: 10 }
    const panels = chosen
      .flatMap(({ dashboard }) => panelsOf(dashboard).map(([title, object]) => [dashboard, title, object] as const))
      .filter(([, , object]) => fits(object) && requestsFor(object, time).length > 0)

    beforeAll(() => clear(connected()))

    it.each(panels)('%s: %s shows nothing, and no error', async (_dashboard, _title, object) => {
      expect(numbersIn(await show(connected(), object, time)).filter((value) => value !== 0)).toEqual([])
    })
  })
}

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

function visualization(id: string): SavedObject<Visualization> {
  const object = visualizations.get(id)
  if (object === undefined) throw new Error(`no visualization ${id}`)
  return object
}

function numbersIn(shown: Shown | undefined): number[] {
  if (typeof shown === 'number') return [shown]
  return typeof shown === 'object' && shown !== null ? Object.values(shown).flatMap(numbersIn) : []
}

/** No dashboard is without a proof. */
export const unproved = (): string[] =>
  [...dashboards.keys()].filter((id) => !proofs.some(({ dashboard }) => dashboard === id))
