import type { PanelProofs } from './look.js'

/** An application whose panels and saved searches are proved over its sample data. */
export interface Proved<World> {
  /** its profile */
  name: string
  /** what the sample data was made from */
  world: World
  /** the first moment and the last one; epoch milliseconds */
  from: number
  until: number
  dashboards: PanelProofs<World>[]
  /** by title */
  searches: Record<string, SearchProof<World>>
  /** what was sent that saved searches on its dashboards may list */
  listable?: (world: World) => Record<string, unknown>[]
  /** panels that show nothing, or nothing but zeros, where all is well */
  mayBeEmpty: string[]
}

/** What a saved search lists over all sample data. */
export interface SearchProof<World> {
  /** the field that is compared */
  column: string
  lines: (world: World) => string[]
  malformed?: { line: string; mark: string }
}
