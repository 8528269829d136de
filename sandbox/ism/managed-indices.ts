import type { EngineIndex } from './engine-indices.js'
import { matches } from './patterns.js'
import type { Policy } from './policy-body.js'
import type { PolicyIndex, StoredPolicy, Writer } from './policy-index.js'
import { milliseconds } from './units.js'

/** An index that a policy manages: what the plugin keeps about it. */
export interface ManagedIndex {
  name: string
  uuid: string
  created: number
  policyId: string
  /** Milliseconds. */
  attached: number
  /** From the first job run on: the index keeps this copy whatever becomes of the policy. */
  copy?: { policy: Policy; seqNo: number; state: string; stateSince: number }
  /** From the first evaluation of transitions on; later ones that change nothing are not noted down. */
  evaluated?: { first: number; last: number; changed?: true }
  /** A change_policy that waits for the next job run. */
  change?: { policyId: string; state?: string }
  /** Its policy has nothing more to do: its job does not run any more, whatever is asked of it (opensearch-ism-completed). */
  completed?: true
}

/** explain finds managed indices by search, so changes show after the next refresh of the config index. */
const refreshInterval = 1000

export class ManagedIndices {
  readonly byUuid = new Map<string, ManagedIndex>()
  #removed = new Map<string, { index: ManagedIndex; at: number }>()
  #considered = new Set<string>()

  constructor(
    private readonly policies: PolicyIndex,
    private readonly now: () => number,
  ) {}

  /**
   * What cluster events do in the plugin: lets go of indices that are gone, and puts each new one under the policy whose
   * ism_template matches. An index is looked at once; `again` is the background sweep, which looks at all of them.
   *
   * @param mayManage whether the writer of a policy may manage that index; if not, the next policy by priority has its turn
   */
  async adopt(
    indices: EngineIndex[],
    mayManage: (writer: Writer, index: string) => Promise<boolean>,
    again = false,
  ): Promise<void> {
    const present = new Set(indices.map(({ uuid }) => uuid))
    for (const uuid of this.byUuid.keys()) if (!present.has(uuid)) this.byUuid.delete(uuid)
    for (const index of indices) {
      if (this.byUuid.has(index.uuid) || (this.#considered.has(index.uuid) && !again)) continue
      this.#considered.add(index.uuid)
      for (const { id, writer } of this.#policiesFor(index)) {
        if (writer && !(await mayManage(writer, index.name))) continue
        // A new index is taken up when it appears, not when someone first asks.
        this.attach(index, id, again ? this.now() : index.created)
        break
      }
    }
  }

  /** Policies whose ism_template matches the index and is older than it, highest priority first. */
  #policiesFor(index: EngineIndex): StoredPolicy[] {
    const hidden = index.hidden || index.name.startsWith('.')
    if (!index.autoManage || (hidden && index.dataStream === undefined)) return []
    const name = index.dataStream ?? index.name
    const priority = ({ policy }: StoredPolicy): number =>
      Math.max(
        -1,
        ...(policy.ism_template ?? [])
          .filter((template) => template.last_updated_time < index.created)
          .filter((template) => template.index_patterns.some((pattern) => matches(pattern, name)))
          .map((template) => template.priority),
      )
    const all = [...this.policies.policies.values()].filter((stored) => priority(stored) >= 0)
    return all.sort((a, b) => priority(b) - priority(a))
  }

  attach({ name, uuid, created }: EngineIndex, policyId: string, attached = this.now()): void {
    this.policies.takeSeqNo()
    this.byUuid.set(uuid, { name, uuid, created, policyId, attached })
  }

  remove(index: ManagedIndex): void {
    this.policies.takeSeqNo()
    this.byUuid.delete(index.uuid)
    this.#removed.set(index.uuid, { index, at: this.now() })
  }

  /** As a search sees it: up to a second behind. */
  visible(uuid: string): ManagedIndex | undefined {
    const present = this.byUuid.get(uuid)
    if (present && present.attached + refreshInterval <= this.now()) return present
    const removed = this.#removed.get(uuid)
    return removed && removed.at + refreshInterval > this.now() ? removed.index : undefined
  }

  /**
   * One job run for every managed index. The first one takes the copy of the policy; later ones carry out a waiting
   * change_policy and evaluate transitions. No index goes to another state here, and no action is carried out.
   */
  runJobs(): void {
    for (const index of this.byUuid.values()) {
      if (index.completed) continue
      if (!index.copy) this.#initialise(index)
      else this.#evaluate(index, index.copy)
    }
  }

  #initialise(index: ManagedIndex): void {
    const stored = this.policies.policies.get(index.policyId)
    if (!stored) return
    const { policy, seqNo } = stored
    this.policies.takeSeqNo()
    index.copy = { policy, seqNo, state: policy.default_state, stateSince: this.now() }
  }

  #evaluate(index: ManagedIndex, copy: NonNullable<ManagedIndex['copy']>): void {
    const next = index.change && this.policies.policies.get(index.change.policyId)
    if (index.change && next) {
      const state = index.change.state ?? copy.state
      index.policyId = next.id
      index.copy = { ...copy, policy: next.policy, seqNo: next.seqNo, state }
      delete index.change
      // Transitions of the new policy are evaluated by the run after this one.
      index.evaluated = { first: this.now(), last: this.now(), changed: true }
      this.policies.takeSeqNo()
      return
    }
    const now = this.now()
    const state = index.copy?.policy.states.find(({ name }) => name === index.copy?.state)
    if (state?.actions.length === 0 && state.transitions.length === 0) {
      this.policies.takeSeqNo()
      index.completed = true
      return
    }
    const due = state?.transitions.some(({ conditions }) => {
      const age = conditions?.['min_index_age']
      return typeof age === 'string' ? now - index.created >= milliseconds(age) : conditions === undefined
    })
    const noted = index.evaluated && !index.evaluated.changed
    if (!state || state.actions.length > 0 || due === true || noted) return
    this.policies.takeSeqNo()
    index.evaluated = { first: index.evaluated?.first ?? now, last: now }
  }
}
