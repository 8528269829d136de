import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Verifies Signature Version 4 as AWS documents it, independently of the library that signs:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export interface SignedRequest {
  method: string
  /** as it came over the wire, with the query */
  path: string
  /** names in lower case */
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface KnownKey {
  secretAccessKey: string
  /** undefined: a long-term key, which has none */
  sessionToken: string | undefined
}

export interface Expectation {
  keys: Record<string, KnownKey>
  region: string
  service: string
  now: Date
}

/** Why AWS would refuse it, in the words in which it does so (403); undefined: it is signed as it should be. */
export function refusalOf(request: SignedRequest, expected: Expectation): string | undefined {
  const header = (name: string): string => String(request.headers[name] ?? '')
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header('authorization'),
    )
  if (!parts) return "Authorization header requires 'Credential' parameter."
  const [, keyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = parts
  const key = expected.keys[keyId]
  if (key === undefined || (key.sessionToken ?? '') !== header('x-amz-security-token'))
    return 'The security token included in the request is invalid.'
  if (region !== expected.region) return 'Credential should be scoped to a valid region. '
  if (service !== expected.service) return `Credential should be scoped to correct service: '${expected.service}'. `
  const stamp = header('x-amz-date')
  const at = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const [earliest, latest] = [-5, 5].map((minutes) => new Date(expected.now.getTime() + minutes * 60_000))
  const words = (date_: Date) => date_.toISOString().replace(/[-:]|\.\d+/g, '')
  if (!stamp.startsWith(date) || Number.isNaN(at.getTime())) return 'Date in Credential scope does not match YYYYMMDD'
  if (earliest && at < earliest)
    return `Signature expired: ${stamp} is now earlier than ${words(earliest)} (${words(expected.now)} - 5 min.)`
  if (latest && at > latest)
    return `Signature not yet current: ${stamp} is still later than ${words(latest)} (${words(expected.now)} + 5 min.)`
  const names = signedHeaders.split(';')
  for (const required of ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))])
    if (!names.includes(required)) return `'${required}' must be a 'SignedHeader' in the AWS Authorization.`
  const canonical = canonicalRequest(request, names)
  const toSign = ['AWS4-HMAC-SHA256', stamp, `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n')
  const signingKey = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${key.secretAccessKey}`,
  )
  const right = createHmac('sha256', signingKey).update(toSign).digest('hex')
  if (timingSafeEqual(Buffer.from(right), Buffer.from(signature))) return undefined
  return `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${toSign}'\n`
}

function canonicalRequest({ method, path, headers, body }: SignedRequest, names: string[]): string {
  const [pathname = '', query = ''] = path.split('?')
  const lines = names.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  )
  return [method, canonicalPath(pathname), canonicalQuery(query), lines.join(''), names.join(';'), sha256(body)].join(
    '\n',
  )
}

/** Each segment, which is encoded already, is encoded once more: so it is for every service but S3. */
const canonicalPath = (pathname: string): string => pathname.split('/').map(encode).join('/') || '/'

const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Everything but A-Z a-z 0-9 - . _ ~ */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
