import { placeOfSetting } from '../settings/place-of-setting.js'
import type { Settings } from '../settings/settings.js'
import { passed, problem, type Finding } from './finding.js'

/** Settings with which the application cannot work. */
export const findingsOfCorrections = ({ corrections, envFile, profile }: Settings): Finding[] =>
  corrections.length === 0
    ? [passed('settings.cannot-work', `${profile.title} can work with its settings`)]
    : corrections.map(({ key }) => {
        const place = placeOfSetting(key, envFile, profile)
        return problem('settings.cannot-work', `${key} cannot work as it is`, {
          hint: 'To correct it: elkctl init --fix-settings',
          ...(place && { place }),
        })
      })
