import { startKeeper, type Keeper } from '../../sandbox/keeper.js'

declare global {
  var elkctlKeeper: Keeper | undefined
}

/** Engines and runners of elkctl that all test files share; they end with jest, however jest ends. */
export default async function setUp(): Promise<void> {
  globalThis.elkctlKeeper = await startKeeper((line) => process.stderr.write(`${line}\n`))
  process.env['ELKCTL_SANDBOX_KEEPER'] = globalThis.elkctlKeeper.socket
}
