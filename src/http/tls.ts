/** Which certificates are believed, and which one is shown. */
export interface Tls {
  /** PEM text: these authorities instead of all others */
  ca: string | undefined
  /** PEM, one certificate each: the authorities of this machine, beside those that Node brings */
  system: string[]
  /**
   * SHA-256, 64 hex digits in lower case. If there are any, the server's certificate or an authority above it must have one of them, even
   * where a known authority signed it.
   */
  fingerprints: string[]
  /** both PEM, the key without a passphrase */
  clientCertificate: { cert: string; key: string } | undefined
  /** accept any certificate, for one run */
  insecure: boolean
}

/** Node's own list, and nothing else. */
export const strictTls: Tls = {
  ca: undefined,
  system: [],
  fingerprints: [],
  clientCertificate: undefined,
  insecure: false,
}
