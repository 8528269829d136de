import { createHash } from 'node:crypto'

/** The most characters that Grafana takes (docs, HTTP API: "uid … max length 40"). */
const longest = 40

/** A name as Grafana takes it for the address of a dashboard or a data source: the same every time, and another one for another name. */
export function uidOf(name: string): string {
  const plain = name.replace(/[^\w-]/g, '-')
  if (plain === name && name.length <= longest) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${plain.slice(0, longest - hash.length - 1)}-${hash}`
}
