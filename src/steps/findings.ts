import { findingsOfFile } from '../checks/account-in-file.js'
import type { CheckId } from '../checks/catalogue/index.js'
import type { Finding } from '../checks/finding.js'
import { findingsOfGrafana } from '../checks/of-grafana.js'
import { findingsOfRules } from '../checks/of-rules.js'
import { findingsOfChecks, findingsOfRights } from '../checks/of-account.js'
import { findingsOfGrammar } from '../checks/of-grammar.js'
import { findingsOfCorrections } from '../checks/of-corrections.js'
import { findingsOfPlan } from '../checks/of-plan.js'
import { findingsOfRest } from '../checks/of-selection.js'
import type { SelectionOptions } from '../checks/selection.js'
import type { CheckResult } from '../engine/check.js'
import type { Plan } from '../engine/plan.js'
import { SettingsError } from '../errors.js'
import { credentialsIn } from '../files/hand-over.js'
import type { Access } from '../report/run-state.js'
import { placeOfSetting } from '../settings/place-of-setting.js'
import type { Settings } from '../settings/settings.js'

/** All that verify found out. */
export interface FoundOut {
  plan: Plan
  settings: Settings
  /** the user's data folder */
  data: string | undefined
  access: Access | undefined
  /** what was tried as the account, and what was found of common issues */
  checks: CheckResult[]
  checksSkipped: string | undefined
  ofStack: Finding[]
}

/** As findings, those that are wanted. @throws SettingsError none of these checks was made: that must not pass as verified */
export function findingsIn(
  { plan, settings, data, access, checks, checksSkipped, ofStack }: FoundOut,
  selected: Set<CheckId>,
  { only = [], force = false }: SelectionOptions & { force?: boolean },
): Finding[] {
  const { envFile, profile } = settings
  const { keys } = profile
  const named = {
    username: credentialsIn(envFile, profile).username,
    place: placeOfSetting(keys.username ?? keys.password, envFile, profile),
  }
  const findings = [
    ...findingsOfGrammar(envFile, profile),
    ...findingsOfCorrections(settings),
    ...ofStack,
    ...findingsOfPlan(plan, data),
    ...findingsOfRules(plan),
    ...findingsOfGrafana(plan),
    ...findingsOfFile(plan, settings, named),
    ...findingsOfChecks(checks),
    ...(access ? findingsOfRights(access.username, access.rights) : []),
  ].filter(({ check }) => selected.has(check))
  const rest = findingsOfRest(only, findings, { settings, checksSkipped, force }).filter(({ check }) =>
    selected.has(check),
  )
  const all = [...findings, ...rest]
  if (all.some(({ status }) => status !== 'skip')) return all
  throw new SettingsError(
    [
      {
        where: '--only',
        message: `nothing was checked: ${all.map(({ check, detail }) => `${check} (${detail})`).join(', ')}`,
      },
    ],
    'Select other checks, or add what a check needs: elkctl explain ID.',
  )
}
