import type { Settings } from '../settings/settings.js'

/** A user's data files are read and checked before the first request: all of them, for both dialects. @throws ElkctlError */
export async function checkData({ profile, variables }: Settings, data: string | undefined): Promise<void> {
  if (data === undefined) return
  const { checkDataFiles } = await import('../engine/check-data.js')
  checkDataFiles({ folder: data, profile: profile.name, variables })
}
