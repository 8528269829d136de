/** What Kibana shows and Grafana cannot: why, as the end of "it …" */
export class NoCounterpart extends Error {}
