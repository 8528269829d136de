import type { Answer, RequestToAnswer } from '../proxy.js'

/** The answer of the engine itself. */
export async function askEngine(
  engine: string,
  { method, path, headers, body }: RequestToAnswer,
): Promise<Exclude<Answer, string>> {
  const { authorization } = headers
  const response = await fetch(engine + path, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    ...(method !== 'GET' && { body }),
  })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? 'text/plain'
  return {
    status: response.status,
    headers: { 'content-type': type },
    body: type.includes('json') ? JSON.parse(text) : text,
  }
}
