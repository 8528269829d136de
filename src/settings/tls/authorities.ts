import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ElkctlError } from '../../errors.js'
import { readText } from '../../files/read-text.js'
import { combinedList, valid, validated, type Validated } from '../validated.js'

type Environment = Record<string, string | undefined>

/** Where systems keep the authorities that they trust, all in one file. The first that is there counts. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Alpine
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora, RHEL 7 and later, Amazon Linux
  '/etc/pki/tls/certs/ca-bundle.crt', // RHEL, CentOS
  '/etc/ssl/ca-bundle.pem', // SUSE
  '/etc/ssl/cert.pem', // macOS, BSD
]

/**
 * The authorities of this machine, PEM, one certificate each: Node 20 does not read them by itself. SSL_CERT_FILE and SSL_CERT_DIR say where they are,
 * as OpenSSL has it; NODE_EXTRA_CA_CERTS adds more. Files that were named and cannot be read are problems.
 */
export function systemAuthorities(environment: Environment, usual = bundles): Validated<string[]> {
  const set = (name: string): string | undefined => environment[name]?.trim() || undefined
  const [file, folder, extra] = [set('SSL_CERT_FILE'), set('SSL_CERT_DIR'), set('NODE_EXTRA_CA_CERTS')]
  const named = (name: string, read: () => string[]) => attempt(read, `environment ${name}`)
  const fromFile = (path: string, name: string) => certificatesIn(readText(path, name))
  const bundle = (file ?? folder) === undefined ? usual.find((path) => existsSync(path)) : undefined
  const read = combinedList([
    bundle === undefined ? valid([]) : attempt(() => fromFile(bundle, 'SSL_CERT_FILE')),
    file === undefined ? valid([]) : named('SSL_CERT_FILE', () => fromFile(file, 'SSL_CERT_FILE')),
    folder === undefined ? valid([]) : named('SSL_CERT_DIR', () => inFolders(folder)),
    extra === undefined ? valid([]) : named('NODE_EXTRA_CA_CERTS', () => fromFile(extra, 'NODE_EXTRA_CA_CERTS')),
  ])
  return { ...read, value: read.value.flat() }
}

/** `where`: undefined when nobody asked for it; then it may be unreadable. */
function attempt(read: () => string[], where?: string): Validated<string[]> {
  try {
    return valid(read())
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return validated([], where === undefined ? [] : [{ where, message: `${error.message} ${error.hint}` }])
  }
}

/** Folders as c_rehash leaves them, with colons between. What is no certificate there is passed over, as OpenSSL does. */
function inFolders(folders: string): string[] {
  return folders.split(':').flatMap((folder) => {
    if (!existsSync(folder))
      throw new ElkctlError(`${folder} does not exist.`, { exit: 'usage', hint: 'Name a folder with certificates.' })
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory() || !/\.(\d+|pem|crt|cer)$/.test(entry.name)) return []
      return attempt(() => certificatesIn(readText(join(folder, entry.name)))).value
    })
  })
}

/** Every certificate of a PEM text that can be read: one bad one must not cost the others. */
export const certificatesIn = (text: string): string[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).filter(isReadable)

/** What was found out: reading the hundred authorities of a system takes longer than all other settings. */
const known = new Map<string, boolean>()

function isReadable(certificate: string): boolean {
  const before = known.get(certificate)
  if (before !== undefined) return before
  const readable = canBeRead(certificate)
  known.set(certificate, readable)
  return readable
}

function canBeRead(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).raw.length > 0
  } catch {
    return false
  }
}
