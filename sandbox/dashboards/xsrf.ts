import { Refusal, type Request } from './http.js'

/**
 * A request that changes something needs `<prefix>-xsrf` with any value, or `<prefix>-version` with the very version of the server.
 * Each server looks only for its own headers.
 *
 * @throws Refusal 400
 */
export function checkXsrf({ method, headers }: Request, prefix: 'kbn' | 'osd', version: string): void {
  if (method === 'GET' || method === 'HEAD') return
  const got = headers[`${prefix}-version`]
  if (typeof got === 'string' && got !== version) {
    const outOfDate = 'Browser client is out of date, please refresh the page'
    const details = `("${prefix}-version" header was "${got}" but should be "${version}")`
    throw new Refusal(400, `${outOfDate} ${details}`, { expected: version, got })
  }
  if (got === undefined && headers[`${prefix}-xsrf`] === undefined) {
    throw new Refusal(400, `Request must contain ${prefix === 'osd' ? 'the' : 'a'} ${prefix}-xsrf header.`)
  }
}
