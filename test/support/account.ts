export interface Answer {
  status: number
  body: Record<string, unknown>
}

/** A bare client for tests: asks the engine itself, past the proxy that keeps a record of what elkctl asks. */
export function account(url: string, username?: string, password?: string, headers: Record<string, string> = {}) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(username !== undefined && {
          authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`,
        }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'kbn-xsrf': 'true',
        'osd-xsrf': 'true',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
    }
  }
}

export type Account = ReturnType<typeof account>
