import type { Change } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { SettingsError } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { AccountKind } from '../profiles/profile.js'
import type { Report } from '../report/report.js'
import type { Settings } from '../settings/settings.js'
import { needRights, orAsAdministrator } from '../steps/administrator.js'
import { checkDestination } from '../steps/destination.js'
import { install, type InstallOptions } from '../steps/install.js'
import { checkPassword } from '../steps/new-password.js'
import { compare } from '../steps/make-plan.js'
import { checkCompatibility, detect, settle } from '../steps/prepare.js'
import { requireSecurity } from '../steps/require-security.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'
import { checkSpaces } from '../steps/spaces.js'

export interface CreateUserOptions extends InstallOptions {
  /** for a person who looks at dashboards */
  readOnly?: boolean
  /** what happens anyway where no password is given; said aloud */
  generatePassword?: boolean
}

/** `elkctl create-user`: what init does, for a role, a user and their mapping alone, and for any name. */
export const createUser = (given: CreateUserOptions, run: Run): Promise<Report> =>
  orAsAdministrator(given, run, (options) => create(options, run))

async function create(given: CreateUserOptions, run: Run): Promise<Report> {
  const options: CreateUserOptions = {
    ...given,
    only: ['role', 'user', 'role mapping'],
    accountKind: accountKindOf(given),
  }
  const settings = await settle(options, run)
  refuseContradictions(options, settings)
  const passwordIsKnown = options.password !== undefined
  const stack = await detect(settings, run)
  requireSecurity(stack)
  checkCompatibility(settings, stack, options.force ?? false, run)
  checkPassword(options.password, settings.account.username, stack)
  await checkSpaces(options.spaces, stack)
  const plan = onlyOnRequest(await compare(settings, stack, options, run), options)
  if (!plan.changes.some(({ kind }) => kind.name === 'role'))
    throw new SettingsError([
      { where: '--data', message: `there is no data file for the role ${settings.account.role}` },
    ])
  run.report.plan = plan
  showPlan(plan, run)
  needRights(plan, settings)
  stopIfBlocked(plan)
  return install(plan, options, { passwordIsKnown, writeProbes: false }, settings, run)
}

/** The name of a role that elkctl knows says what the account is for: another content under that name would break the others who have it. */
function accountKindOf({ readOnly, role, profile }: CreateUserOptions): AccountKind {
  const roles = profiles.find(({ name }) => name === profile)?.roles
  const kind = (Object.keys(roles ?? {}) as AccountKind[]).find((candidate) => roles?.[candidate] === role)
  if (readOnly && kind !== undefined && kind !== 'viewer')
    throw new SettingsError([
      { where: '--read-only, --role', message: `${String(role)} is not a role that only looks: choose one of them` },
    ])
  return readOnly ? 'viewer' : (kind ?? 'service')
}

function refuseContradictions(options: CreateUserOptions, settings: Settings): void {
  checkDestination(options, settings)
  if (options.generatePassword && options.password !== undefined)
    throw new SettingsError([
      { where: '--generate-password, --password-stdin', message: 'the password is made, or given: choose one of them' },
    ])
  if (options.accountKind !== 'service' && options.writeEnv)
    throw new SettingsError(
      [
        {
          where: '--write-env',
          message: `${settings.profile.title} signs in with what the configuration file says, and could not work with the role ${settings.account.role}`,
        },
      ],
      'Use --credentials-file FILE, or --password-stdin.',
    )
}

/** A user that exists is somebody's, and a role that exists is other users' too: they become others only when that is asked for. */
function onlyOnRequest(plan: Plan, { adopt }: CreateUserOptions): Plan {
  return {
    ...plan,
    changes: plan.changes.map((change): Change => {
      if (change.action !== 'update' || !['user', 'role'].includes(change.kind.name) || adopt) return change
      const differences = change.differences.filter(({ path }) => path !== 'password')
      if (differences.length === 0) return change
      const { kind, name, file } = change
      const said = differences.map(
        ({ path, before, after }) => `${path} ${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`,
      )
      return {
        ...{ kind, name, file },
        action: 'blocked',
        exit: 'conflict',
        reason: `it is there already, and would be changed (${said.join('; ')})`,
        hint: `Choose another ${kind.name === 'user' ? 'name' : 'one with --role NAME'}, or have it changed with --adopt.`,
      }
    }),
  }
}
