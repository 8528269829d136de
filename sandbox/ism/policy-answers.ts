import type { Answer } from '../proxy.js'
import type { Json } from './json-body.js'
import { matches } from './patterns.js'
import { readPolicy, type Policy } from './policy-body.js'
import {
  configIndexName,
  storedSchemaVersion,
  type PolicyIndex,
  type StoredPolicy,
  type Writer,
} from './policy-index.js'

/** A policy as GET shows it. */
export const storedPolicy = (id: string, policy: Policy): Json => ({
  policy_id: id,
  ...policy,
  schema_version: storedSchemaVersion,
})

const numbers = ({ id, seqNo }: StoredPolicy): Json => ({ _id: id, _seq_no: seqNo, _primary_term: 1 })

export function getPolicy(index: PolicyIndex, id: string, method: 'GET' | 'HEAD'): Answer {
  const stored = index.get(id)
  const policy = method === 'HEAD' ? {} : { policy: storedPolicy(id, stored.policy) }
  return { status: 200, body: { ...numbers(stored), _version: stored.version, ...policy } }
}

/** A page of 20 unless told otherwise; sorted by id, the one sort key that is recorded. */
export function listPolicies(index: PolicyIndex, query: URLSearchParams): Answer {
  const wanted = (query.get('queryString') ?? '*').split(/\s+/)
  const found = [...index.policies.values()].filter(({ id }) => wanted.every((pattern) => matches(pattern, id)))
  found.sort((a, b) => (a.id < b.id ? -1 : 1))
  if (query.get('sortOrder') === 'desc') found.reverse()
  const from = Number(query.get('from') ?? 0)
  const page = found.slice(from, from + Number(query.get('size') ?? 20))
  const policies = page.map((stored) => ({ ...numbers(stored), policy: storedPolicy(stored.id, stored.policy) }))
  return { status: 200, body: { policies, total_policies: found.length } }
}

export interface PolicyPut {
  policy: Policy
  /** Only with both numbers; with one of them the server takes the policy for a new one. */
  expected?: { seqNo: number; primaryTerm: number }
}

/** What the server reads before it asks for rights. */
export function readPut(body: string, query: URLSearchParams, now: number): PolicyPut {
  const policy = readPolicy(body, now)
  const [seqNo, primaryTerm] = [query.get('if_seq_no'), query.get('if_primary_term')]
  if (seqNo === null || primaryTerm === null) return { policy }
  return { policy, expected: { seqNo: Number(seqNo), primaryTerm: Number(primaryTerm) } }
}

export function putPolicy(index: PolicyIndex, id: string, put: PolicyPut, writer?: Writer): Answer {
  const stored = index.put(id, put.policy, put.expected, writer)
  // The policy is nested twice in this answer, and carries the schema version that was sent.
  const policy = { policy: { policy_id: id, ...put.policy } }
  const created = stored.version === 1 || !put.expected
  return {
    status: created ? 201 : 200,
    ...(created ? { headers: { Location: `/_plugins/_ism/policies/${id}` } } : {}),
    body: { ...numbers(stored), _version: stored.version, policy },
  }
}

export function deletePolicy(index: PolicyIndex, id: string): Answer {
  const { version, seqNo } = index.delete(id)
  return {
    status: 200,
    body: {
      _index: configIndexName,
      _id: id,
      _version: version,
      result: 'deleted',
      forced_refresh: true,
      _shards: { total: 2, successful: 1, failed: 0 },
      _seq_no: seqNo,
      _primary_term: 1,
    },
  }
}
