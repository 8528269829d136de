import { randomBytes } from 'node:crypto'
import { overlap } from './patterns.js'
import type { IsmTemplate, Policy } from './policy-body.js'
import { indexNotFound, managementRefusal, notFound, refusal } from './refusals.js'

export const configIndexName = '.opendistro-ism-config'

/** What the plugin itself writes; GET shows it in place of what was sent. */
export const storedSchemaVersion = 21

/** Who wrote a policy, as far as rights go: ISM acts in that user's name. */
export interface Writer {
  name: string
  roles: string[]
}

export interface StoredPolicy {
  id: string
  version: number
  seqNo: number
  policy: Policy
  /** Not there on an engine without security. */
  writer?: Writer
}

/** A deleted document is remembered for this long, so that its version counts on (index.gc_deletes, default). */
const rememberedAfterDelete = 60_000

/** The index the plugin keeps its policies in. One count of sequence numbers for all that is written there. */
export class PolicyIndex {
  readonly uuid = randomBytes(16).toString('base64url')
  readonly policies = new Map<string, StoredPolicy>()
  /** Made by the first PUT, even by one that is refused for a conflict. */
  exists = false
  #deleted = new Map<string, { version: number; at: number }>()
  #nextSeqNo = 0

  constructor(private readonly now: () => number) {}

  /** For other documents in the same index: managed indices take numbers too. */
  takeSeqNo(): number {
    return this.#nextSeqNo++
  }

  get(id: string): StoredPolicy {
    if (!this.exists) throw indexNotFound(configIndexName, 'index_expression')
    const found = this.policies.get(id)
    if (!found) throw notFound('Policy not found')
    return found
  }

  /** @param expected both `if_seq_no` and `if_primary_term`; undefined when one is missing: then the policy must be new */
  put(id: string, policy: Policy, expected?: { seqNo: number; primaryTerm: number }, writer?: Writer): StoredPolicy {
    checkPatterns(policy.ism_template ?? [])
    this.exists = true
    this.#checkOverlap(id, policy.ism_template ?? [])
    const before = this.policies.get(id)
    this.#checkConflict(id, before, expected)
    const deleted = this.#deleted.get(id)
    const remembered = deleted && this.now() - deleted.at < rememberedAfterDelete ? deleted.version : 0
    const version = (before?.version ?? remembered) + 1
    const stored = { id, version, seqNo: this.takeSeqNo(), policy, ...(writer ? { writer } : {}) }
    this.policies.set(id, stored)
    return stored
  }

  delete(id: string): { version: number; seqNo: number } {
    if (!this.exists) throw indexNotFound(configIndexName, 'index_expression')
    const found = this.policies.get(id)
    if (!found) throw notFound(`Policy ${id} is not found`)
    const version = found.version + 1
    this.policies.delete(id)
    this.#deleted.set(id, { version, at: this.now() })
    return { version, seqNo: this.takeSeqNo() }
  }

  #checkConflict(id: string, before?: StoredPolicy, expected?: { seqNo: number; primaryTerm: number }): void {
    if (!expected) {
      if (before) throw this.#conflict(id, `document already exists (current version [${before.version}])`)
      return
    }
    const required = `required seqNo [${expected.seqNo}], primary term [${expected.primaryTerm}].`
    if (!before) throw this.#conflict(id, `${required} but no document was found`)
    if (before.seqNo !== expected.seqNo || expected.primaryTerm !== 1) {
      throw this.#conflict(id, `${required} current document has seqNo [${before.seqNo}] and primary term [1]`)
    }
  }

  #conflict(id: string, reason: string) {
    return refusal(409, 'version_conflict_engine_exception', `[${id}]: version conflict, ${reason}`, {
      index: configIndexName,
      shard: '0',
      index_uuid: this.uuid,
    })
  }

  #checkOverlap(id: string, templates: IsmTemplate[]): void {
    const refuse = (reason: string) => managementRefusal(reason, 'java.lang.IllegalArgumentException')
    const list = (patterns: string[]): string => `[${patterns.join(', ')}]`
    for (const [index, { index_patterns: patterns, priority }] of templates.entries()) {
      const later = templates.slice(index + 1).filter((template) => template.priority === priority)
      const others = later.flatMap((template) => template.index_patterns)
      if (!overlap(patterns, others)) continue
      const where = `New policy ${id} has an ISM template with index pattern ${list(patterns)}`
      const what = `matching this policy's other ISM templates with index patterns ${list(others)}`
      throw refuse(`${where} ${what}, please use different priority`)
    }
    const others = [...this.policies.values()].filter((stored) => stored.id !== id)
    const existing = others.flatMap(({ policy }) => policy.ism_template ?? [])
    for (const { index_patterns: patterns, priority } of templates) {
      const same = existing.filter((template) => template.priority === priority)
      if (!same.some((template) => overlap(patterns, template.index_patterns))) continue
      const where = `New policy ${id} has an ISM template with index pattern ${list(patterns)}`
      throw refuse(`${where} matching existing policy templates, please use a different priority than ${priority}`)
    }
  }
}

function checkPatterns(templates: IsmTemplate[]): void {
  for (const { index_patterns: patterns } of templates) {
    const errors = patterns.flatMap((pattern) => [
      ...(pattern.includes('#') ? [`index_pattern [${pattern}] must not contain a '#'`] : []),
      ...(pattern.includes(':') ? [`index_pattern [${pattern}] must not contain a ':'`] : []),
      ...(pattern.startsWith('_') ? [`index_pattern [${pattern}] must not start with '_'`] : []),
    ])
    if (errors.length === 0) continue
    const reason = `Validation Failed: ${errors.map((error, index) => `${index + 1}: ${error};`).join('')}`
    throw managementRefusal(reason, 'org.opensearch.common.ValidationException')
  }
}
