import { cleanEnvironment } from '../run-elkctl.js'
import { situationOn, type Cell, type CellResult, type CommandName, type NumberedRequest } from './cell.js'
import { fewObjects } from './few-objects.js'
import { waitForAnswers } from './in-process.js'
import { startFaultyStack } from './stack.js'

/** A process with a stack of its own: it is asked for the requests of a command, or for a cell of the table. */
export type Order = { requestsOf: CommandName } | { cell: Cell }
export type Answer = { requests: NumberedRequest[] } | { result: CellResult } | { failed: string }

/** milliseconds: longer than the slowest answer of a stack in memory on a busy machine */
waitForAnswers(8000)
process.env = cleanEnvironment()

const stack = await startFaultyStack()
const data = fewObjects()
const situation = situationOn(stack, data.folder)
await situation.begin()

process.on('disconnect', () => {
  data.remove()
  process.exit()
})
process.on('message', (order: Order) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? (error.stack ?? '') : String(error) }),
  )
})
process.send?.('ready')

const carryOut = async (order: Order): Promise<Answer> =>
  'cell' in order
    ? { result: await situation.meet(order.cell) }
    : { requests: await situation.requests(order.requestsOf) }
