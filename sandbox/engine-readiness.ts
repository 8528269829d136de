import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface Probe {
  url: string
  username: string
  password: string
  /** PEM of the certificate to trust; undefined with http */
  ca: string | undefined
}

/**
 * True when GET url+path with the administrator's credentials is 200, else undefined: an engine that starts refuses
 * connections, then answers 503 in plain text (OpenSearch), 401, 404 or 503 in JSON (Elasticsearch), then 200.
 */
export function isReady({ url, username, password, ca }: Probe, path: string): Promise<true | undefined> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  const options = { auth: `${username}:${password}`, agent: false, timeout: 10_000, ...(ca !== undefined && { ca }) }
  return new Promise((resolve) => {
    const sent = request(`${url}${path}`, options, (response) => {
      response.resume()
      response.on('close', () => {
        resolve(response.statusCode === 200 ? true : undefined)
      })
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => {
      resolve(undefined)
    })
    sent.end()
  })
}
