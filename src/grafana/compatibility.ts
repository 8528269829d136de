import { compareVersions } from '../stack/versions.js'

/** From each Grafana on, the oldest Elasticsearch that it speaks to (its documentation of each version, "Elasticsearch data source"). */
const table = [
  { grafana: '12.4', elasticsearch: '7.17' },
  { grafana: '10.0', elasticsearch: '7.16' },
  { grafana: '9.3', elasticsearch: '7.10' },
]

/** What a Grafana wants of Elasticsearch; undefined: nothing that an Elasticsearch from 7 on lacks. */
export const oldestFor = (grafana: string): string | undefined =>
  table.find((row) => compareVersions(grafana, row.grafana) >= 0)?.elasticsearch

/** The Grafana from which on this Elasticsearch is too old; undefined: none is known. */
export const tooNewFor = (elasticsearch: string): string | undefined =>
  table.findLast((row) => compareVersions(elasticsearch, row.elasticsearch) < 0)?.grafana
