import type { Json, JsonObject } from '../dashboards/json.js'

/** A request of somebody who has signed in. */
export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: JsonObject
  user: string
}

export interface Reply {
  status: number
  body: Json
}

/** What is neither recorded nor documented is no answer: the test that asks for it must see that. */
export function refuse({ method, path }: Pick<Asked, 'method' | 'path'>): never {
  throw new Error(`${method} ${path}: a real engine was not recorded to be asked that`)
}

export function securityException(status: 401 | 403, reason: string): Reply {
  const error = {
    type: 'security_exception',
    reason,
    ...(status === 401 && { header: { 'WWW-Authenticate': 'Basic realm="security" charset="UTF-8"' } }),
  }
  return { status, body: { error: { root_cause: [error], ...error }, status } }
}
