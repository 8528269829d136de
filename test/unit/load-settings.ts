import { loadSettings as load } from '../../src/settings/load.js'
import type { Settings, SettingsOptions } from '../../src/settings/settings.js'
import type { Ask } from '../../src/settings/sign-in/sign-in.js'
import { openSource } from '../../src/settings/source.js'

/** As a command reads them. */
export async function loadSettings(
  options: SettingsOptions,
  environment: Record<string, string | undefined>,
  ask?: Ask,
): Promise<Settings> {
  return load(await openSource(options, environment), { options, environment, ask })
}
