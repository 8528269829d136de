import type { Right } from '../data-files/schemas/rights.js'
import type { AccountKind } from '../profiles/profile.js'
import type { Dialect } from '../stack/flavors.js'
import { ask, type Answer, type QuestionContext } from './questions.js'

export interface RightResult {
  title: string
  expected: 'needed' | 'refused' | 'unavoidable'
  /** who needs it; why it must not be there; why it cannot be avoided */
  because: string
  documented?: string
  granted: boolean | 'partly' | null
  /**
   * as it should be; needed and not granted; granted and not to be; the answers say nothing; not asked, because the stack lacks the part
   */
  status: 'pass' | 'missing' | 'excess' | 'unclear' | 'skip'
  evidence: string[]
}

export interface RightsOptions extends QuestionContext {
  /** "service", "viewer", "checker": which expectations hold */
  kind: AccountKind
  onResult: (result: RightResult) => void
}

/** The rights that have something to say about this kind of account, and can be asked about on this dialect. */
export const rightsFor = (rights: Right[], kind: AccountKind, dialect: Dialect): Right[] =>
  rights.filter((right) => right[dialect] !== undefined && expectationOf(right, kind) !== undefined)

/** Asks about each right that has something to say about this kind of account. Changes nothing on the stack. @throws UnreachableError */
export async function checkRights(rights: Right[], options: RightsOptions): Promise<RightResult[]> {
  const results: RightResult[] = []
  for (const right of rights) {
    const questions = right[options.stack.flavor.dialect]
    const expectation = expectationOf(right, options.kind)
    if (questions === undefined || expectation === undefined) continue
    const answers: Answer[] = []
    for (const question of questions) {
      const answer = await ask(question, options)
      if (answer) answers.push(answer)
    }
    const result = judge(right, expectation, answers)
    results.push(result)
    options.onResult(result)
  }
  return results
}

type Expectation = Pick<RightResult, 'expected' | 'because'>

function expectationOf(right: Right, kind: AccountKind): Expectation | undefined {
  const needed = right.needed?.[kind]
  if (needed !== undefined) return { expected: 'needed', because: needed }
  if (right.refused?.includes(kind)) return { expected: 'refused', because: right.reason }
  const unavoidable = right.unavoidable?.[kind]
  return unavoidable === undefined ? undefined : { expected: 'unavoidable', because: unavoidable }
}

/** A needed right is there when every answer says so, a refused one is away when every answer says so. */
function judge({ title, documented }: Right, expectation: Expectation, answers: Answer[]): RightResult {
  const granted = combinedAnswer(answers)
  return {
    title,
    ...expectation,
    ...(documented !== undefined && { documented }),
    granted,
    status: answers.length === 0 ? 'skip' : statusOf(expectation.expected, granted, answers),
    evidence: answers.map(({ evidence }) => evidence),
  }
}

function combinedAnswer(answers: Answer[]): RightResult['granted'] {
  const answered = answers.flatMap(({ granted }) => (granted === undefined ? [] : [granted]))
  if (answered.length === 0) return null
  if (answered.every((granted) => granted === true)) return true
  return answered.every((granted) => granted === false) ? false : 'partly'
}

function statusOf(
  expected: RightResult['expected'],
  granted: RightResult['granted'],
  answers: Answer[],
): RightResult['status'] {
  if (expected === 'needed' && (granted === false || granted === 'partly')) return 'missing'
  if (expected === 'refused' && (granted === true || granted === 'partly')) return 'excess'
  if (expected !== 'unavoidable' && answers.some((answer) => answer.granted === undefined)) return 'unclear'
  return 'pass'
}
