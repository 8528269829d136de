import { describe, expect, it } from '@jest/globals'
import { signed } from '../../src/http/aws-signature.js'
import { refusalOf, type Expectation, type SignedRequest } from '../engine/endpoints/aws-verifier.js'

/** The verifier itself, against the signatures that AWS publishes as its test suite (key and date are those of the suite). */
describe('the verifier agrees with AWS’s published test suite', () => {
  const expected: Expectation = {
    keys: { AKIDEXAMPLE: { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken: undefined } },
    region: 'us-east-1',
    service: 'service',
    now: new Date('2015-08-30T12:36:00Z'),
  }
  const request = (path: string, signature: string): SignedRequest => ({
    method: 'GET',
    path,
    headers: {
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    },
    body: Buffer.alloc(0),
  })

  it.each([
    ['get-vanilla', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('%s', (_name, path, signature) => {
    expect(refusalOf(request(path, signature), expected)).toBeUndefined()
    expect(refusalOf(request(`${path}x`, signature), expected)).toMatch(/does not match/)
  })
})

const credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret/with+signs=',
  sessionToken: 'token//with+signs==',
  region: 'eu-west-1',
}
const known = (): Expectation => ({
  keys: { ASIAEXAMPLE: credentials },
  region: 'eu-west-1',
  service: 'es',
  now: new Date(),
})
const host = 'search-x.eu-west-1.es.amazonaws.com'

async function asSent(
  path: string,
  text?: string,
  url = `https://${host}:443`,
  parts: Partial<typeof credentials> = {},
): Promise<SignedRequest> {
  const content = text === undefined ? undefined : { type: 'application/json', bytes: text }
  const method = text === undefined ? 'GET' : 'PUT'
  const headers = await signed({ url, method, path, ...(content && { content }) }, { ...credentials, ...parts })
  return {
    method,
    path: new URL(url).pathname.replace(/\/$/, '') + path,
    headers: { host: new URL(url).host, ...headers, ...(content && { 'content-type': content.type }) },
    body: Buffer.from(text ?? ''),
  }
}

describe('what is signed is what AWS would verify', () => {
  it.each([
    ['/', undefined],
    ['/_cat/indices/openvidu*,metricbeat-*?v=true&h=index,health', undefined],
    ['/%3Clogs-%7Bnow%2Fd%7D%3E/_search?q=a%20b&q=A%26B&empty=', undefined],
    ['/openvidu/_doc/elkctl-check?refresh=true&pipeline=kurento-pipeline', '{"message":"übergrößen \u{1f600}"}'],
    ["/_plugins/_security/api/roles/it's%20(mine)!", '{}'],
    ['/_field_caps?fields=a.b,c', undefined],
  ])('%s', async (path, text) => {
    expect(refusalOf(await asSent(path, text), known())).toBeUndefined()
  })

  it.each([[`https://${host}:443/_dashboards`], ['https://opensearch.example.com:8443/_plugin/kibana']])(
    'with the path and port of %s',
    async (url) => {
      expect(refusalOf(await asSent('/api/status?a=b', undefined, url), known())).toBeUndefined()
    },
  )

  it('a long-term key has no token', async () => {
    const request = await asSent('/', undefined, undefined, { sessionToken: undefined as unknown as string })
    expect(request.headers).not.toHaveProperty('x-amz-security-token')
    expect(
      refusalOf(request, { ...known(), keys: { ASIAEXAMPLE: { ...credentials, sessionToken: undefined } } }),
    ).toBeUndefined()
  })

  it.each([
    ['another body', (request: SignedRequest) => ({ ...request, body: Buffer.from('{"a":2}') }), /does not match/],
    ['another path', (request: SignedRequest) => ({ ...request, path: '/b' }), /does not match/],
    ['another method', (request: SignedRequest) => ({ ...request, method: 'POST' }), /does not match/],
    [
      'another type',
      (request: SignedRequest) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } }),
      /does not match/,
    ],
    [
      'another host',
      (request: SignedRequest) => ({ ...request, headers: { ...request.headers, host: 'x' } }),
      /does not match/,
    ],
    [
      'another token',
      (request: SignedRequest) => ({ ...request, headers: { ...request.headers, 'x-amz-security-token': 'x' } }),
      /token included/,
    ],
  ])('%s is not what was signed', async (_what, change, words) => {
    expect(refusalOf(change(await asSent('/a', '{"a":1}')), known())).toMatch(words)
  })

  it.each([
    ['secret', { secretAccessKey: 'other' }, /does not match/],
    ['region', { region: 'us-east-1' }, /valid region/],
    ['key', { accessKeyId: 'AKIAOTHER' }, /token included/],
  ])('with a wrong %s it is refused', async (_what, parts, words) => {
    expect(refusalOf(await asSent('/', undefined, undefined, parts), known())).toMatch(words)
  })
})
