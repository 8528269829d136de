import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { commands, situationOn, type Cell } from '../../sandbox/faults/cell.js'
import { faultNames } from '../../sandbox/faults/fault.js'
import { fewObjects, type DataFolder } from '../../sandbox/faults/few-objects.js'
import { startFaultyStack, type FaultyStack } from '../../sandbox/faults/stack.js'
import { patience } from '../support/testbed.js'
import { seeded } from '../unit/random.js'

let stack: FaultyStack
let data: DataFolder

beforeAll(async () => {
  stack = await startFaultyStack()
  data = fewObjects()
})
afterAll(async () => {
  data.remove()
  await stack.stop()
})

/** Of each command; `npm run faults` tries all cells. */
const cellsEach = 3

it(
  'a sample of the table of faults: the same command again ends well',
  async () => {
    const situation = situationOn(stack, data.folder)
    await situation.begin()
    const random = seeded(16)
    // Without an answer each takes as long as its time-out.
    const kinds = faultNames.filter((name) => name !== 'held')
    for (const command of commands) {
      const requests = await situation.requests(command)
      for (let count = 0; count < cellsEach; count++) {
        const request = requests[random.below(requests.length)]
        const fault = kinds[random.below(kinds.length)]
        if (request === undefined || fault === undefined) throw new Error('there is nothing to choose from')
        const cell: Cell = { ...request, command, fault }
        const { again, wrong } = await situation.meet(cell)
        expect({ cell, again, wrong }).toEqual({ cell, again: 0, wrong: [] })
      }
    }
  },
  patience,
)
