import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

/** A certificate with its key. */
export interface Certificate {
  /** PEM */
  cert: string
  /** PEM, PKCS#8 */
  key: string
  /** SHA-256, 64 hex digits in lower case */
  fingerprint: string
  name: string
  privateKey: KeyObject
}

export interface CertificateOptions {
  /** common name */
  name: string
  /** host names and addresses that it is for */
  hosts?: string[]
  /** undefined: self-signed */
  issuer?: Certificate
  authority?: boolean
  /** days from now; default -1 */
  from?: number
  /** days from now; default 30 */
  to?: number
}

/** Makes an X.509 certificate (RFC 5280) over a new P-256 key: in tests there is no telling whether the machine has openssl. */
export function makeCertificate(options: CertificateOptions): Certificate {
  const { name, hosts = [], issuer, authority = false, from = -1, to = 30 } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    distinguishedName(issuer?.name ?? name),
    sequence(time(from), time(to)),
    distinguishedName(name),
    spki,
    tagged(
      3,
      sequence(
        extension('2.5.29.19', true, authority ? sequence(boolean()) : sequence()),
        // digitalSignature; of an authority keyCertSign and cRLSign
        extension('2.5.29.15', true, der(3, authority ? Buffer.from([1, 6]) : Buffer.from([7, 128]))),
        extension('2.5.29.14', false, der(4, createHash('sha1').update(spki).digest())),
        ...(hosts.length > 0 ? [extension('2.5.29.17', false, sequence(...hosts.map(generalName)))] : []),
      ),
    ),
  )
  const signature = sign('sha256', toBeSigned, issuer?.privateKey ?? privateKey)
  const bytes = sequence(toBeSigned, ecdsaWithSha256, der(3, Buffer.concat([Buffer.from([0]), signature])))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
  return {
    cert,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase(),
    name,
    privateKey,
  }
}

/** One element of DER (X.690): tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const tagged = (number: number, content: Buffer): Buffer => der(0xa0 + number, content)
const integer = (bytes: Buffer): Buffer => der(2, bytes)
const boolean = (): Buffer => der(1, Buffer.from([255]))

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  return der(6, Buffer.from([first * 40 + second, ...others.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 127]
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 127) | 128)
  return digits
}

const distinguishedName = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid('2.5.4.3'), der(12, Buffer.from(name)))))

/** GeneralizedTime, which knows every year. */
function time(days: number): Buffer {
  const at = new Date(Date.now() + days * 86_400_000).toISOString()
  return der(0x18, Buffer.from(`${at.replace(/[-:T]|\.\d+Z$/g, '')}Z`))
}

const extension = (id: string, critical: boolean, content: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [boolean()] : []), der(4, content))

/** IPv4 addresses and names. */
const generalName = (host: string): Buffer =>
  isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host))
