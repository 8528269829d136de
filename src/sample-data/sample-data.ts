import type { SampleDocument } from './document.js'

/** What determines a load: the same values give the same documents, byte for byte. */
export interface SampleLoad {
  /** a whole number */
  seed: number
  /** epoch milliseconds; no document is later */
  until: number
  /** how far it reaches back from the moment for which it is made */
  hours: number
  /** hours between that moment and `until`: so that dashboards that are looked at afterwards have something to show */
  ahead: number
  /** multiplies the volume */
  scale: number
  /** in what its documents depend on the release of the application; empty: in nothing */
  variant: string
}

/** The made-up data of an application. */
export interface SampleData {
  /** Goes up when the same load gives other documents: an id must not mean two of them. What an earlier elkctl began can only be removed. */
  format: number
  /** tells its documents from real ones, and from the sample data of other applications in the same indices */
  routing: string
  /** where documents go, as the application's role names it: an account with that role may use no other pattern */
  families: string[]
  /** the versions by which documents differ: of what ("Beats"), its name in JSON, all of them, and that of a release */
  variants?: { title: string; field: string; values: readonly string[]; of: (release: string) => string }
  /** how a person tells its documents from real ones: "cluster_id elkctl-sample" */
  recognised: string
  /** all documents, made when they are asked for */
  documents: (load: SampleLoad) => Iterable<SampleDocument>
}
