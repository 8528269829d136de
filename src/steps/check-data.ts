import { checkDataFiles } from '../engine/check-data.js'
import type { Settings } from '../settings/settings.js'

/** A user's data files are read and checked before the first request: all of them, for both dialects. @throws ElkctlError */
export function checkData({ profile, variables }: Settings, data: string | undefined): void {
  if (data !== undefined) checkDataFiles({ folder: data, profile: profile.name, variables })
}
