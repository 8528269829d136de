import { createHash } from 'node:crypto'
import type { AwsCredentials } from '../stack/stack.js'

export interface RequestToSign {
  /** of the endpoint; its path goes before the request's */
  url: string
  method: string
  /** encoded, with the query */
  path: string
  content?: { type: string; bytes: string | Buffer }
}

/** The service that AWS domains belong to; OpenSearch Serverless ("aoss") is another one. */
const service = 'es'

/**
 * The headers that sign a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html. They hold for this method, path,
 * query, type and body, and for five minutes. Loaded on first use.
 */
export async function signed(request: RequestToSign, credentials: AwsCredentials): Promise<Record<string, string>> {
  const { default: aws4 } = await import('aws4')
  const { host, pathname } = new URL(request.url)
  const { region, accessKeyId, secretAccessKey, sessionToken } = credentials
  const body = request.content?.bytes ?? ''
  const toSign = {
    service,
    region,
    host,
    method: request.method,
    path: `${pathname.replace(/\/$/, '')}${request.path}`,
    body,
    headers: {
      host,
      'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      ...(request.content && { 'content-type': request.content.type }),
    },
    // A proxy may change how the length is given, and it follows from the body.
    extraHeadersToIgnore: { 'content-length': true },
  }
  const { headers = {} } = aws4.sign(toSign, {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
  })
  const { host: _host, 'Content-Length': _length, 'content-type': _type, ...added } = headers
  return Object.fromEntries(Object.entries(added).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
