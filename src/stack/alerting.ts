/** A way in which Kibana tells people. */
export interface Connector {
  id: string
  name: string
  /** ".server-log" */
  type: string
}

/** What keeps rules from being made, or from running, and what to do about it. */
export interface Lack {
  what: string
  mend: string
}

/** What a Kibana has for alerts. */
export interface Alerting {
  /** the one through which people are told; without an id: it is not made yet */
  connector: Omit<Connector, 'id'>
  /** why nothing can be made here; undefined: it can */
  lack?: Lack
}
