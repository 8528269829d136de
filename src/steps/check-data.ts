import { expectDataFolder } from '../data-files/folder.js'
import type { Settings } from '../settings/settings.js'

/** A user's data files are read and checked before the first request: all of them, for both dialects. @throws ElkctlError */
export async function checkData({ profile, variables }: Settings, data: string | undefined): Promise<void> {
  if (data === undefined) return
  expectDataFolder(data, profile.name)
  const { checkDataFiles, formsOf } = await import('../engine/check-data.js')
  const { formCheck } = await import('../data-files/check-form.js')
  const options = { folder: data, profile: profile.name, variables }
  checkDataFiles(options, await formCheck(formsOf(options)))
}
