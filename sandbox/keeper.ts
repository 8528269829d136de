import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Order } from './elkctl-runner.js'
import { enginePool, type EngineWish } from './engine-pool.js'
import { runnerPool } from './runner-pool.js'

type Request = { run: Order } | { engine: EngineWish }

/** Keeps engines and runners for several processes, which ask on a socket. Everything ends with `stop`, or with this process, however that ends. */
export interface Keeper {
  socket: string
  stop: () => Promise<void>
}

/** @param say takes a line about an engine that could not be used again */
export async function startKeeper(say: (line: string) => void): Promise<Keeper> {
  const folder = await mkdtemp(join(tmpdir(), 'elkctl-keeper-'))
  const [engines, runners] = [enginePool(say), runnerPool()]
  const serve = async (socket: Socket, request: Request): Promise<void> => {
    const gone = new Promise<void>((resolve) => socket.once('close', resolve))
    try {
      const answer = await ('run' in request ? runners.run(request.run, gone) : engines.lease(request.engine, gone))
      socket.write(`${JSON.stringify({ answer })}\n`)
    } catch (error) {
      socket.write(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`)
    }
  }
  const server = createServer((socket) => {
    // a test process that is killed resets its connection, and the lines pass that on
    socket.on('error', () => undefined)
    createInterface(socket)
      .on('error', () => undefined)
      .once('line', (line) => void serve(socket, JSON.parse(line) as Request))
  })
  const path = join(folder, 'socket')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  server.unref()
  return {
    socket: path,
    stop: async () => {
      server.close()
      runners.stop()
      await engines.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
