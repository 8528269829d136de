import { emptyState, withMore, type RunState } from './run-state.js'

/** What a run found out and did, as it goes on: an error leaves behind what was done until then. Steps add to it, and read nothing out of it. */
export interface Journal {
  add: (more: Partial<RunState>) => void
  note: (...notes: string[]) => void
  /** a note that is on the screen already */
  shown: (note: string) => void
  /** the notes that are not on the screen yet; from now on they count as shown */
  notesToShow: () => string[]
  state: () => RunState
  /** forgets the plan and the notes of a first attempt, which the second one finds again */
  startOver: () => void
}

export function createJournal(): Journal {
  let state = emptyState
  let shown = 0
  const add = (more: Partial<RunState>) => {
    state = withMore(state, more)
  }
  return {
    add,
    note: (...notes) => {
      add({ notes })
    },
    shown: (note) => {
      state = { ...state, notes: state.notes.toSpliced(shown, 0, note) }
      shown++
    },
    notesToShow: () => {
      const notes = state.notes.slice(shown)
      shown = state.notes.length
      return notes
    },
    state: () => state,
    startOver: () => {
      const { plan: _plan, ...rest } = state
      state = { ...rest, notes: [] }
      shown = 0
    },
  }
}
