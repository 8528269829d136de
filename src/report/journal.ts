import { nothingFound, withMore, type Found } from './found.js'

/** What a run found out and did, as it goes on: an error leaves behind what was done until then. Steps add to it, and read nothing out of it. */
export interface Journal {
  add: (more: Partial<Found>) => void
  note: (...notes: string[]) => void
  /** a note that is on the screen already */
  shown: (note: string) => void
  /** the notes that are not on the screen yet; from now on they count as shown */
  notesToShow: () => string[]
  found: () => Found
  /** forgets the plan and the notes of a first attempt, which the second one finds again */
  startOver: () => void
}

export function createJournal(): Journal {
  let found = nothingFound
  let shown = 0
  const add = (more: Partial<Found>) => {
    found = withMore(found, more)
  }
  return {
    add,
    note: (...notes) => {
      add({ notes })
    },
    shown: (note) => {
      found = { ...found, notes: found.notes.toSpliced(shown, 0, note) }
      shown++
    },
    notesToShow: () => {
      const notes = found.notes.slice(shown)
      shown = found.notes.length
      return notes
    },
    found: () => found,
    startOver: () => {
      const { plan: _plan, ...rest } = found
      found = { ...rest, notes: [] }
      shown = 0
    },
  }
}
