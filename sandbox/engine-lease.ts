import type { EngineWish, LeasedEngine } from './engine-pool.js'
import { startEngine, type Engine, type EngineOptions } from './engine.js'
import { askKeeper, keeperSocket } from './keeper-client.js'

/**
 * A real engine that is empty: one of those that the keeper of `npm test` has, which `stop` gives back; without a keeper, or with what only a start
 * can give, one of its own.
 */
export async function leaseEngine(options: EngineOptions): Promise<Engine> {
  const keeper = keeperSocket()
  const { name, security = true, settings = {}, https, password } = options
  if (keeper === undefined || https === true || password !== undefined) return startEngine(options)
  const wish: EngineWish = { name, security, settings }
  const { answer, close } = await askKeeper<LeasedEngine>(keeper, { engine: wish })
  return { ...answer, stop: close }
}
