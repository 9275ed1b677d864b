import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createAdaptorServer } from '@hono/node-server'
import type { Certificate } from './tls.ts'

export type FetchHandler = (request: Request, env: object) => Response | Promise<Response>

/** A server on 127.0.0.1 that can stop listening and come back on the same port. */
export interface Listener {
  readonly port: number
  /** Real ECONNREFUSED: no listener at all. Control routes are away too. */
  refuse(): Promise<void>
  accept(): Promise<void>
  close(): Promise<void>
}

/** Port 0 takes a free one. With a certificate the server speaks HTTPS. */
export async function serve(fetch: FetchHandler, port = 0, certificate?: Certificate): Promise<Listener> {
  let server = await listen(fetch, port, certificate)
  const taken = portOf(server)
  return {
    port: taken,
    refuse: () => shut(server),
    async accept() {
      if (!server.listening) server = await listen(fetch, taken, certificate)
    },
    close: () => shut(server),
  }
}

async function listen(fetch: FetchHandler, port: number, certificate?: Certificate): Promise<Server> {
  const server = createAdaptorServer({
    fetch,
    overrideGlobalObjects: false,
    ...(certificate && { createServer: createSecureServer, serverOptions: certificate }),
  })
  if (!('closeAllConnections' in server)) throw new Error('Not an HTTP/1 server')
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function shut(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server is not listening')
  return address.port
}
