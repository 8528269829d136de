import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** The socket of the keeper of engines and runners, where `npm test` has started one. */
export const keeperSocket = (): string | undefined => process.env['ELKCTL_SANDBOX_KEEPER']

/** An answer of the keeper; what was asked for is ours until `close`, or until this process ends. */
export interface Lease<Answer> {
  answer: Answer
  close: () => Promise<void>
}

/** @throws Error what the keeper says, or that it is gone */
export function askKeeper<Answer>(socketPath: string, request: object): Promise<Lease<Answer>> {
  const socket = connect(socketPath)
  return new Promise((resolve, reject) => {
    const gone = () => {
      reject(new Error('the keeper of the engines has ended'))
    }
    socket.on('error', reject).on('close', gone)
    createInterface(socket)
      .on('error', reject)
      .once('line', (line) => {
        socket.off('close', gone).unref()
        const { answer, error } = JSON.parse(line) as { answer: Answer; error?: string }
        if (error === undefined) resolve({ answer, close: () => closed(socket) })
        else reject(new Error(error))
      })
    socket.write(`${JSON.stringify(request)}\n`)
  })
}

function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve()
    })
    socket.end()
  })
}
