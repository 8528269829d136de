import { rootCertificates } from 'node:tls'
import type { Tls } from '../tls.js'

/** Each only once, however its lines are broken: most of this machine's are Node's too, and each costs time. */
export const allAuthorities = ({ system }: Tls): string[] => [
  ...new Map([...rootCertificates, ...system].map((pem) => [pem.replace(/\s/g, ''), pem])).values(),
]
