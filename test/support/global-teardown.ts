import { rm } from 'node:fs/promises'

export default async function tearDown(): Promise<void> {
  await globalThis.elkctlKeeper?.stop()
  if (globalThis.elkctlMemoryFolder !== undefined)
    await rm(globalThis.elkctlMemoryFolder, { recursive: true, force: true })
}
