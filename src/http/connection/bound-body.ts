import type { ClientRequest } from 'node:http'

/**
 * The client stops listening to its time-out and to its signal when the headers of an answer are here (HttpConnection of @elastic/transport 8.11): for the
 * rest of an answer that stalls it would wait for ever.
 */
export function boundBody(request: ClientRequest, signal: AbortSignal | undefined): ClientRequest {
  return request.once('response', (response) => {
    const stop = () => request.destroy(new Error('The request was aborted while its answer was read'))
    signal?.addEventListener('abort', stop)
    response.once('close', () => signal?.removeEventListener('abort', stop))
    request.once('timeout', () => {
      request.destroy(Object.assign(new Error('The rest of the answer does not come'), { code: 'ETIMEDOUT' }))
    })
  })
}
