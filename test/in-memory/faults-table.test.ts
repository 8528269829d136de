import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { commands, situationOn, type Cell, type CommandName } from '../../sandbox/faults/cell.js'
import { faultNames } from '../../sandbox/faults/fault.js'
import { fewObjects, type DataFolder } from '../../sandbox/faults/few-objects.js'
import { rowsIn, tablesIn } from '../../sandbox/faults/page.js'
import { startFaultyStack, type FaultyStack } from '../../sandbox/faults/stack.js'
import { inOrder, labelOf, shown } from '../../sandbox/faults/table.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import { patience } from '../support/testbed.js'
import { seeded } from '../unit/random.js'

let stack: FaultyStack
let data: DataFolder
let situation: ReturnType<typeof situationOn>

beforeAll(async () => {
  stack = await startFaultyStack()
  data = fewObjects()
  situation = situationOn(stack, data.folder)
  await situation.begin()
}, patience)
afterAll(async () => {
  data.remove()
  await stack.stop()
})

const file = join(packageFolder(), 'docs/faults.md')
/** `npm run faults` makes it, where no cell is wrong. */
const page = readFileSync(file, 'utf8')
const rowsOf = (command: CommandName) => rowsIn(tablesIn(page).get(command) ?? '')

/** Of each command; `npm run faults` tries all cells. */
const cellsEach = 1

it.each(commands)(
  'a sample of the table of %s: the same command again ends well, and the page says so',
  async (command) => {
    const requests = inOrder(await situation.requests(command))
    const rows = new Map(rowsOf(command))
    const random = seeded(16)
    // Without an answer each takes as long as its time-out.
    const kinds = faultNames.filter((name) => name !== 'held')
    for (let count = 0; count < cellsEach; count++) {
      const request = requests[random.below(requests.length)]
      const fault = kinds[random.below(kinds.length)]
      if (request === undefined || fault === undefined) throw new Error('there is nothing to choose from')
      const cell: Cell = { ...request, command, fault }
      const result = await situation.meet(cell)
      expect({ cell, again: result.again, wrong: result.wrong }).toEqual({ cell, again: 0, wrong: [] })
      const inPage = rows.get(labelOf(request))?.[faultNames.indexOf(fault)]
      expect({ cell, shown: shown(result) }).toEqual({ cell, shown: inPage })
    }
  },
  patience,
)

describe('docs/faults.md', () => {
  it.each(commands)(
    'has the requests of %s',
    async (command) => {
      const requests = inOrder(await situation.requests(command))
      expect(rowsOf(command).map(([request]) => request)).toEqual(requests.map(labelOf))
    },
    patience,
  )

  it('has nothing but cells that are as they should be', () => {
    const cells = commands.flatMap((command) => rowsOf(command).flatMap(([, ofRequest]) => ofRequest))
    expect(page).toContain(`\n${cells.length} cells, all of them as they should be.\n`)
    expect(cells.filter((cell) => !/^(–|\d)$/.test(cell))).toEqual([])
  })
})
