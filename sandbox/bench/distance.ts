import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Distance {
  url: string
  stop: () => Promise<void>
}

/**
 * Puts a server further away: a round trip takes so many milliseconds longer, and so does opening a connection, which is a round trip too.
 *
 * @param port of the server, on this machine
 */
export async function startDistance(port: number, roundTrip: number): Promise<Distance> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    setTimeout(() => {
      const target = connect(port, '127.0.0.1')
      for (const socket of [client, target]) {
        open.add(socket.setNoDelay(true))
        socket.on('error', () => undefined).on('close', () => open.delete(socket))
      }
      carry(client, target, roundTrip / 2)
      carry(target, client, roundTrip / 2)
    }, roundTrip)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => {
          resolve()
        })
      }),
  }
}

/** Timers of one length end in the order in which they began. */
function carry(from: Socket, to: Socket, milliseconds: number): void {
  const later = (act: () => unknown) => {
    if (milliseconds === 0) act()
    else setTimeout(act, milliseconds)
  }
  from.on('data', (bytes) => {
    later(() => to.write(bytes))
  })
  from.on('end', () => {
    later(() => to.end())
  })
  from.on('close', () => {
    later(() => to.destroy())
  })
}
