import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Cell, CellResult, CommandName, NumberedRequest } from './cell.js'
import type { Answer, Order } from './worker.js'

/** Processes among which the cells are shared out. */
export interface Workers {
  requestsOf: (command: CommandName) => Promise<NumberedRequest[]>
  /** @param onResult is called for each cell when it is done */
  meetAll: (cells: Cell[], onResult: (cell: Cell, result: CellResult) => void) => Promise<void>
  stop: () => void
}

const program = fileURLToPath(new URL('worker.js', import.meta.url))

export async function startWorkers(count: number): Promise<Workers> {
  const children = Array.from({ length: count }, () => fork(program, { execArgv: [] }))
  await Promise.all(children.map((child) => once(child, 'message')))
  const [first] = children
  return {
    requestsOf: async (command) => {
      const answer = first && (await ask(first, { requestsOf: command }))
      return answer !== undefined && 'requests' in answer ? answer.requests : []
    },
    meetAll: async (cells, onResult) => {
      const left = [...cells]
      const work = async (child: ChildProcess) => {
        for (let cell = left.shift(); cell !== undefined; cell = left.shift()) {
          const answer = await ask(child, { cell })
          if ('result' in answer) onResult(cell, answer.result)
        }
      }
      await Promise.all(children.map(work))
    },
    stop: () => {
      for (const child of children) child.disconnect()
    },
  }
}

/** @throws Error with what went wrong over there */
async function ask(child: ChildProcess, order: Order): Promise<Answer> {
  const answered = once(child, 'message')
  child.send(order)
  const [answer] = (await answered) as [Answer]
  if ('failed' in answer) throw new Error(`${JSON.stringify(order)}: ${answer.failed}`)
  return answer
}
