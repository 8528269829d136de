/** Who asks, and what they may do with rules (feature stackAlerts) and connectors (feature actions). */
export interface Caller {
  username: string | null
  rules: 'all' | 'read' | undefined
  actions: 'all' | 'read' | undefined
  /** signed in with an API key */
  byKey?: boolean
}
