/** A server, as messages name it. */
export interface Endpoint {
  url: string
  /** what a person calls it */
  title: string
}
