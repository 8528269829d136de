import { randomBytes } from 'node:crypto'
import { refusal } from '../ism/refusals.js'
import type { Monitor } from './monitor-body.js'
import { alertingException, indexMissing, monitorMissing } from './refusals.js'

export const configIndex = '.opendistro-alerting-config'

export interface StoredMonitor {
  id: string
  version: number
  seqNo: number
  monitor: Monitor
  /** with whose rights it runs: who wrote it last */
  user: string | undefined
}

export interface Expected {
  seqNo: number
  primaryTerm: number
}

/** The index in which the plugin keeps monitors. A monitor takes two numbers when it is made: its metadata is a document, too. */
export class MonitorIndex {
  readonly monitors = new Map<string, StoredMonitor>()
  #exists = false
  #nextSeqNo = 0

  create(monitor: Monitor, user: string | undefined): StoredMonitor {
    this.#exists = true
    const id = randomBytes(15).toString('base64url')
    const stored = { id, version: 1, seqNo: this.#nextSeqNo, monitor, user }
    this.#nextSeqNo += 2
    this.monitors.set(id, stored)
    return stored
  }

  /** @param expected undefined: whatever is there is replaced */
  update(id: string, monitor: Monitor, { expected, user }: { expected?: Expected; user: string | undefined }) {
    const before = this.#find(id, `Monitor with ${id} is not found`)
    if (expected !== undefined && (expected.seqNo !== before.seqNo || expected.primaryTerm !== 1))
      throw alertingException(
        409,
        `[${id}]: version conflict, required seqNo [${expected.seqNo}], primary term [${expected.primaryTerm}]. current document has seqNo [${before.seqNo}] and primary term [1]`,
        'org.opensearch.index.engine.VersionConflictEngineException',
      )
    // While it stays enabled, it runs on at the times that it had.
    const isSame = before.monitor['enabled'] === true && monitor['enabled'] === true
    const kept = isSame ? { enabled_time: before.monitor['enabled_time'] } : {}
    const stored = { ...before, version: before.version + 1, seqNo: this.#nextSeqNo++, user }
    this.monitors.set(id, { ...stored, monitor: { ...monitor, ...kept } })
    return this.#find(id, '')
  }

  get(id: string): StoredMonitor {
    return this.#find(id, 'Monitor not found.')
  }

  delete(id: string): StoredMonitor {
    // This one is not wrapped: TransportDeleteMonitorAction passes the exception on.
    const found = this.monitors.get(id)
    if (found === undefined) throw refusal(404, 'status_exception', `Monitor with ${id} is not found`)
    this.monitors.delete(id)
    return found
  }

  search(): StoredMonitor[] {
    if (!this.#exists) throw indexMissing(configIndex)
    return [...this.monitors.values()]
  }

  #find(id: string, missing: string): StoredMonitor {
    if (!this.#exists) throw indexMissing(configIndex)
    const found = this.monitors.get(id)
    if (found === undefined) throw monitorMissing(missing)
    return found
  }
}
