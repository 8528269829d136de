import { randomBytes } from 'node:crypto'
import { loadFolder } from '../engine/definitions.js'
import type { Plan } from '../engine/plan.js'
import { checkRights, rightsFor } from '../access/rights.js'
import { ElkctlError, SettingsError } from '../errors.js'
import type { AccountKind } from '../profiles/profile.js'
import { rightLines } from '../report/text/rights.js'
import type { Access } from '../report/run-state.js'
import { copyFromNode } from '../settings/account-lines.js'
import { fileFlag } from '../settings/flags.js'
import type { Settings } from '../settings/settings.js'
import { readIdentity } from '../stack/identity.js'
import type { Credentials } from '../stack/stack.js'
import { globalTenant } from '../stack/tenant.js'
import { connect } from './connect.js'
import type { Run } from './run.js'

/**
 * Proves, with the account's own credentials, that it may do what it needs and nothing else: questions where the server answers questions,
 * else requests that cannot succeed.
 * @throws ElkctlError the stack has no security; the account's password is not known; it is refused
 */
export async function checkAccess(plan: Plan, settings: Settings, data: string | undefined, run: Run): Promise<Access> {
  const { journal, screen } = run
  const account = accountOf(plan, settings)
  const as = await connect({ settings, stack: plan.stack, as: account, signal: run.signal }, run)
  const identity = await readIdentity(as.search, plan.stack.flavor)
  const elsewhere = copyFromNode(settings.profile)
  if (identity === undefined)
    throw new ElkctlError(`${account.username} does not sign in, so its rights cannot be checked.`, {
      exit: 'access',
      hint: `Correct its password in ${settings.envFile ?? 'the settings'}${elsewhere === undefined ? '' : ` (${elsewhere})`}, or set a new one: elkctl init --reset-password --write-env.`,
    })
  const { profile } = settings
  const kind = accountKindOf(identity.roles, settings)
  const described = loadFolder('roles/<profile>/rights', {
    profile: profile.name,
    variables: {
      ...settings.variables,
      // A name that nobody has: what is asked of it touches nothing.
      probe: `elkctl-probe-${randomBytes(4).toString('hex')}`,
      plugins: plan.stack.flavor.pluginPath,
      tenant: plan.stack.dashboards?.tenant?.name ?? globalTenant.name,
    },
    ...(data !== undefined && { folder: data }),
  }).flatMap(({ body }) => body.rights)
  // An account without any of the application's roles is measured by what the service account needs.
  const measure = kind === 'other' ? 'service' : kind
  const rights = rightsFor(described, measure, plan.stack.flavor.dialect)
  if (rights.length === 0) throw nothingToAsk(measure, settings)
  const step = screen.step(`Checking the rights of ${account.username}`)
  const asked = { username: account.username, kind, roles: identity.roles }
  journal.add({ access: { ...asked, rights: [] } })
  try {
    const results = await checkRights(rights, {
      as,
      username: account.username,
      stack: plan.stack,
      lifecycle: plan.lifecycle,
      kind: measure,
      onResult: (result) => {
        journal.add({ access: { ...asked, rights: [result] } })
      },
    })
    step.done(
      `(${kind === 'other' ? `not an account of ${profile.title}` : `${kind} account`}; roles ${identity.roles.join(', ') || 'none'}): ${results.length} checked, nothing written`,
    )
    screen.print(rightLines(results, screen.color).join('\n'))
    return { ...asked, rights: results }
  } catch (error) {
    step.fail('stopped')
    throw error
  }
}

/** The service account where its password is known, else the user that the configuration file names. */
function accountOf(plan: Plan, settings: Settings): Credentials {
  const { account, fileAccount } = settings
  if (!plan.stack.security)
    throw new SettingsError(
      [{ where: '--access', message: 'this stack has no security: anyone who reaches it can do anything' }],
      'Switch security on, run elkctl init, and ask again.',
    )
  if (account.password !== undefined) return { username: account.username, password: account.password }
  if (fileAccount !== undefined) return fileAccount
  throw new SettingsError(
    [
      {
        where: settings.envFile ?? fileFlag(settings.profile),
        message: `the password of ${account.username}, whose rights are to be proved, is not there`,
      },
    ],
    'Put the account into the configuration file, as the application has it.',
  )
}

/** Nothing asked must not pass as proved. */
const nothingToAsk = (kind: AccountKind, { profile }: Settings) =>
  new SettingsError(
    [{ where: '--access', message: `no rights of a ${kind} account of ${profile.title} are described` }],
    `Describe what it needs and must not have in the rights files of ${profile.name}, or leave the option out.`,
  )

/** By the roles that the server gives it: a checker is not asked to write, and a superuser is nobody's service account. */
export function accountKindOf(
  roles: string[],
  { account, profile }: Pick<Settings, 'account' | 'profile'>,
): AccountKind | 'other' {
  if (roles.includes(account.role)) return 'service'
  return (['viewer', 'checker'] as const).find((kind) => roles.includes(profile.roles[kind] ?? '')) ?? 'other'
}
