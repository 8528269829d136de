import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { makeCertificate } from '../../../../sandbox/certificates.js'
import { certificatesIn, systemAuthorities } from '../../../../src/settings/tls/authorities.js'
import { folder, hosts, account, problemsOf, settle, type Situation } from '../situation.js'
import '../../same-realm.js'

const [authority, other] = [makeCertificate({ name: 'CA', authority: true }), makeCertificate({ name: 'other' })]
const client = makeCertificate({ name: 'client', issuer: authority })
const write = (name: string, text: string): string => {
  writeFileSync(folder.path(name), text)
  return folder.path(name)
}
const encrypted = (cipher: string) =>
  client.privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase: 'open sesame' }).toString()

describe('--fingerprint', () => {
  const digits = authority.fingerprint
  const colons = digits.toUpperCase().replace(/(..)(?!$)/g, '$1:')

  it.each([
    ['plain', [digits], [digits]],
    ['in upper case, with colons', [colons], [digits]],
    ['as openssl prints it', [`sha256 Fingerprint=${colons}`], [digits]],
    ['several with commas', [`${digits},${colons}`], [digits, digits]],
    ['repeated', [digits, other.fingerprint], [digits, other.fingerprint]],
    ['with blanks', [` ${digits} , ${other.fingerprint}`], [digits, other.fingerprint]],
  ])('%s', async (_what, fingerprint, expected) => {
    expect((await settle({ options: { fingerprint } })).tls.fingerprints).toEqual(expected)
  })

  it.each<[string, Situation, RegExp]>([
    ['too short', { options: { fingerprint: ['abcd'] } }, /"abcd" is not a SHA-256 fingerprint: 64/],
    ['SHA-1', { options: { fingerprint: ['0'.repeat(40)] } }, /SHA-1/],
    ['an empty one', { options: { fingerprint: [`${digits},`] } }, /"" is not/],
    ['with --insecure', { options: { fingerprint: [digits], insecure: true } }, /the other does not/],
    [
      'with http',
      { text: hosts.replace('https://es', 'http://es') + account, options: { fingerprint: [digits] } },
      /plain http/,
    ],
  ])('%s is a problem', async (_what, situation, words) => {
    expect(await problemsOf(situation)).toContainEqual({
      where: expect.stringContaining('--fingerprint') as unknown,
      message: expect.stringMatching(words) as unknown,
    })
  })

  it('says where there is nothing to check', async () => {
    const text = hosts.replace('https://kb', 'http://kb') + account
    expect((await settle({ text, options: { fingerprint: [digits] } })).notes).toContainEqual(
      expect.stringContaining('http://kb.example.com:5601 is plain http'),
    )
  })
})

describe('--client-cert', () => {
  it('with the key in a file of its own, in the same file, or encrypted', async () => {
    const cert = write('client.pem', client.cert)
    const expected = { cert: client.cert, key: client.key }
    const read = async (options: Situation['options'], environment = {}) =>
      (await settle({ options: options ?? {}, environment })).tls.clientCertificate
    expect(await read({ clientCert: cert, clientKey: write('client.key', client.key) })).toEqual(expected)
    const both = write('both.pem', client.cert + client.key)
    expect(await read({ clientCert: both })).toEqual({ ...expected, cert: client.cert + client.key })
    const clientKey = write('locked.key', encrypted('aes-256-cbc'))
    const clientKeyPassphraseFile = write('passphrase', 'open sesame\n')
    expect(await read({ clientCert: cert, clientKey, clientKeyPassphraseFile })).toEqual(expected)
    expect(await read({ clientCert: cert, clientKey }, { ELKCTL_CLIENT_KEY_PASSPHRASE: 'open sesame' })).toEqual(
      expected,
    )
  })

  it.each<[string, () => Situation, string, RegExp]>([
    [
      'a key alone',
      () => ({ options: { clientKey: write('k', client.key) } }),
      '--client-key',
      /without its certificate/,
    ],
    [
      'no key',
      () => ({ options: { clientCert: write('c', client.cert) } }),
      '--client-cert',
      /no private key.*--client-key FILE/,
    ],
    [
      'no certificate',
      () => ({ options: { clientCert: write('c', client.key) } }),
      '--client-cert',
      /no certificate in PEM form/,
    ],
    [
      'the key of another',
      () => ({ options: { clientCert: write('c', client.cert), clientKey: write('k', other.key) } }),
      '--client-key',
      /is not the key of/,
    ],
    [
      'no passphrase',
      () => ({ options: { clientCert: write('c', client.cert), clientKey: write('k', encrypted('aes-128-cbc')) } }),
      '--client-key',
      /is encrypted/,
    ],
    [
      'a wrong passphrase',
      () => ({
        options: { clientCert: write('c', client.cert), clientKey: write('k', encrypted('aes-128-cbc')) },
        environment: { ELKCTL_CLIENT_KEY_PASSPHRASE: 'no' },
      }),
      '--client-key',
      /does not open/,
    ],
    [
      'a broken key',
      () => ({
        options: {
          clientCert: write('c', client.cert),
          clientKey: write('k', client.key.replace(/\n.{20}/, '\nAAAA')),
        },
      }),
      '--client-key',
      /is broken/,
    ],
    [
      'a file that is not there',
      () => ({ options: { clientCert: folder.path('nowhere') } }),
      '--client-cert',
      /does not exist/,
    ],
  ])('%s is a problem', async (_what, situation, where, message) => {
    expect(await problemsOf(situation())).toContainEqual({ where, message: expect.stringMatching(message) as unknown })
  })
})

describe('the authorities of this machine', () => {
  const read = (environment: Record<string, string>, usual: string[] = []) => {
    const { value, problems } = systemAuthorities(environment, usual)
    return { found: value, problems }
  }

  it('are those of the first usual file that is there', () => {
    const usual = [
      folder.path('not-there'),
      write('bundle', `# CA\n${authority.cert}\n${other.cert}`),
      write('second', ''),
    ]
    expect(read({}, usual)).toEqual({ found: [authority.cert.trim(), other.cert.trim()], problems: [] })
  })

  it('are those that SSL_CERT_FILE and SSL_CERT_DIR name, and NODE_EXTRA_CA_CERTS adds to them', () => {
    const usual = [write('bundle', other.cert)]
    mkdirSync(folder.path('certs'), { recursive: true })
    write('certs/0a1b2c3d.0', authority.cert)
    write('certs/README', other.cert)
    const [SSL_CERT_FILE, NODE_EXTRA_CA_CERTS] = [write('one', authority.cert), write('more', client.cert)]
    const SSL_CERT_DIR = folder.path('certs')
    expect(read({ SSL_CERT_FILE }, usual).found).toEqual([authority.cert.trim()])
    expect(read({ SSL_CERT_DIR }, usual).found).toEqual([authority.cert.trim()])
    expect(read({ NODE_EXTRA_CA_CERTS }, usual).found).toEqual([other.cert.trim(), client.cert.trim()])
  })

  it.each(['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'])('%s that is not there is a problem', (name) => {
    expect(read({ [name]: folder.path('nowhere') }).problems).toEqual([
      { where: `environment ${name}`, message: expect.stringContaining('exist') as unknown },
    ])
  })

  it('a broken one does not cost the others', () => {
    const broken = authority.cert.replace(/\n.{30}/, '\nAAAA')
    expect(certificatesIn(broken + other.cert)).toEqual([other.cert.trim()])
  })
})
