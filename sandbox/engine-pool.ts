import { totalmem } from 'node:os'
import { startEngine, type Engine, type EngineName } from './engine.js'
import { emptyAgain, stateOf, type EngineState } from './engine-state.js'

/** What tests ask for; engines that were started for the same wish are interchangeable. */
export interface EngineWish {
  name: EngineName
  security: boolean
  settings: Record<string, string>
}

export type LeasedEngine = Omit<Engine, 'stop'>

export interface EnginePool {
  /** An empty engine that nobody else uses until `gone` resolves. */
  lease: (wish: EngineWish, gone: Promise<void>) => Promise<LeasedEngine>
  stop: () => Promise<void>
}

/** Half a gigabyte of heap and half of that beside it. */
const bytesOfEngine = 0.75 * 2 ** 30

/** So many as fit into half of the memory: a start takes as much processor time as half an hour of waiting. At least one for each worker of jest. */
const mostAlive = Math.max(4, Math.floor(totalmem() / 2 / bytesOfEngine))

/** Of one wish: another one would have to warm up, which takes as much again as its start, and with a few workers is seldom needed. */
const mostAlike = 2

interface Member {
  wish: string
  engine: Promise<Engine>
  /** as it was when it had started */
  fresh: EngineState
  /** in use until it is given back; then it is emptied, and free */
  state: 'in use' | 'being emptied' | 'free'
  /** of the last lease */
  used: number
}

/** Engines that stay for the next who needs such a one, brought back to what they were after their start. */
export function enginePool(say: (line: string) => void): EnginePool {
  const members = new Set<Member>()
  const waiting: (() => void)[] = []
  /** Each looks whether what it waits for is there now. */
  const wakeAll = () => {
    for (const wake of waiting.splice(0)) wake()
  }
  let [count, isStopped] = [0, false]

  const start = async (wish: EngineWish, key: string): Promise<Member> => {
    const member: Member = { wish: key, engine: startEngine(wish), fresh: {}, state: 'in use', used: 0 }
    members.add(member)
    try {
      member.fresh = await stateOf(await member.engine, { settled: true })
      return member
    } catch (error) {
      members.delete(member)
      wakeAll()
      throw error
    }
  }
  const end = async (member: Member): Promise<void> => {
    members.delete(member)
    await (await member.engine).stop()
    wakeAll()
  }
  const giveBack = async (member: Member): Promise<void> => {
    const engine = await member.engine
    member.state = 'being emptied'
    const left = await emptyAgain(engine, member.fresh).catch((error: unknown) => String(error))
    if (isStopped) return
    if (left !== undefined) {
      say(`${engine.name} is not used again: ${left}`)
      await end(member)
    } else {
      member.state = 'free'
      wakeAll()
    }
  }
  /** A free one, a new one, or a new one in the place of a free one of another kind; waits where all are in use, or where one is just being emptied. */
  const take = async (wish: EngineWish, key: string): Promise<Member> => {
    for (;;) {
      const free = [...members].filter(({ state }) => state === 'free').sort((a, b) => a.used - b.used)
      const fit = free.find((member) => member.wish === key)
      if (fit) {
        fit.state = 'in use'
        return fit
      }
      // emptying takes a tenth of what a start does
      const alike = [...members].filter((member) => member.wish === key)
      const willFit = alike.length >= mostAlike || alike.some(({ state }) => state === 'being emptied')
      if (!willFit && members.size < mostAlive) return start(wish, key)
      if (!willFit && free[0]) {
        free[0].state = 'in use'
        await end(free[0])
      } else await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  return {
    lease: async (wish, gone) => {
      const member = await take(wish, JSON.stringify(wish))
      member.used = ++count
      void gone.then(() => giveBack(member))
      return member.engine
    },
    stop: async () => {
      isStopped = true
      await Promise.allSettled([...members].map(async ({ engine }) => (await engine).stop()))
    },
  }
}
