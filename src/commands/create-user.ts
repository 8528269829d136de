import type { Change } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { isRenamedOnly } from '../engine/renamed.js'
import { SettingsError } from '../errors.js'
import type { AccountKind } from '../profiles/profile.js'
import { isVerdict, type Verdict } from '../report/verdict/verdict.js'
import { findProfile } from '../settings/find-profile.js'
import type { Settings } from '../settings/settings.js'
import { needRights, orAsAdministrator } from '../steps/administrator.js'
import { checkDestination } from '../steps/destination.js'
import { install, type InstallOptions } from '../steps/install.js'
import { checkRoleName } from '../steps/check-role-name.js'
import { checkPassword } from '../steps/new-password.js'
import { checkCompatibility } from '../steps/check-compatibility.js'
import { detectStack } from '../steps/detect-stack.js'
import { makePlan } from '../steps/make-plan.js'
import { checkSpaces } from '../steps/spaces-and-tenants/spaces.js'
import { readSettings } from '../steps/read-settings.js'
import { requireSecurity } from '../steps/require-security.js'
import type { Run } from '../steps/run.js'
import { showPlan, stopIfBlocked } from '../steps/show-plan.js'

export interface CreateUserOptions extends InstallOptions {
  /** for a person who looks at dashboards */
  readOnly?: boolean
  /** what happens anyway where no password is given; said aloud */
  generatePassword?: boolean
}

/** `elkctl create-user`: what init does, for a role, a user and their mapping alone, and for any name. */
export const createUser = (given: CreateUserOptions, run: Run): Promise<Verdict> =>
  orAsAdministrator(given, run, (options) => create(options, run))

async function create(options: CreateUserOptions, run: Run): Promise<Verdict> {
  const scope = { kinds: ['role', 'user', 'role mapping'], account: await accountKindFor(options) }
  const settings = await readSettings(options, run, scope)
  if (isVerdict(settings)) return settings
  refuseContradictions(options, scope.account, settings)
  const passwordIsKnown = options.password !== undefined
  const stack = await detectStack(settings, run)
  requireSecurity(stack)
  checkCompatibility(settings, stack, options, run)
  checkPassword(options.password, settings.account.username, stack)
  await checkSpaces(options.spaces, stack)
  const plan = onlyOnRequest(await makePlan({ settings, stack, scope }, options, run), options, settings)
  if (!plan.changes.some(({ kind }) => kind.name === 'role'))
    throw new SettingsError([{ where: '--role', message: `no data file describes ${settings.account.role}` }])
  showPlan(plan, settings, run)
  needRights(plan, settings)
  stopIfBlocked(plan)
  return install({ plan, settings, passwordIsKnown, probes: 'only sign in' }, options, run)
}

/** The name of a role that elkctl knows says what the account is for: another content under that name would break the others who have it. */
async function accountKindFor(options: CreateUserOptions): Promise<AccountKind> {
  const { readOnly, role } = options
  const { roles } = await findProfile(options)
  const kind = (Object.keys(roles) as AccountKind[]).find((candidate) => roles[candidate] === role)
  if (readOnly && kind !== undefined && kind !== 'viewer')
    throw new SettingsError([
      { where: '--read-only, --role', message: `${String(role)} is not a read-only role: choose one of the two` },
    ])
  return readOnly ? 'viewer' : (kind ?? 'service')
}

function refuseContradictions(options: CreateUserOptions, kind: AccountKind, settings: Settings): void {
  checkDestination(options, settings)
  checkRoleName(options.role, kind, settings.profile)
  if (options.generatePassword && options.password !== undefined)
    throw new SettingsError([
      { where: '--generate-password, --password-stdin', message: 'the password is generated or given: choose one' },
    ])
  if (kind !== 'service' && options.writeEnv)
    throw new SettingsError(
      [
        {
          where: '--write-env',
          message: `${settings.profile.title} signs in as the user in the configuration file, and cannot work with the role ${settings.account.role}`,
        },
      ],
      'Use --credentials-file FILE, or --password-stdin.',
    )
}

/** A user that exists is somebody's, and a role that exists is other users' too: they become others only when that is asked for. */
function onlyOnRequest(plan: Plan, { adopt }: CreateUserOptions, { profile }: Settings): Plan {
  return {
    ...plan,
    changes: plan.changes.map((change): Change => {
      if (change.action !== 'update' || !['user', 'role'].includes(change.kind.name) || adopt) return change
      const differences = change.differences.filter(({ path }) => path !== 'password')
      if (differences.length === 0 || isRenamedOnly({ ...change, differences }, plan.stack, profile.name)) return change
      const { kind, name, file } = change
      const changes = differences.map(
        ({ path, before, after }) => `${path} ${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`,
      )
      return {
        ...{ kind, name, file },
        action: 'blocked',
        exit: 'conflict',
        reason: `it exists already and would be changed (${changes.join('; ')})`,
        hint: `Choose another ${kind.name === 'user' ? 'name' : 'one with --role NAME'}, or change it with --adopt.`,
      }
    }),
  }
}
