import { alertChecks } from './alerts.js'
import { accountChecks, otherChecks } from './account.js'
import type { CatalogueEntry } from './entry.js'
import { objectChecks } from './objects.js'
import { settingsChecks } from './settings.js'
import { stackChecks } from './stack.js'

const checks = { ...settingsChecks, ...stackChecks, ...objectChecks, ...accountChecks, ...otherChecks, ...alertChecks }

/** Stable: jobs name it in --only and --skip, and find it in every format of the output. */
export type CheckId = keyof typeof checks

/** Every check, in the order in which a person would look. */
export const catalogue: Record<CheckId, CatalogueEntry> = checks

export const checkIds = Object.keys(checks) as CheckId[]

export type { CatalogueEntry }
