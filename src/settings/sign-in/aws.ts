import { ElkctlError, type Problem } from '../../errors.js'
import { awsRegionIn } from '../../stack/providers.js'
import { readAwsProfile } from './aws-profile.js'
import type { AwsCredentials } from '../../stack/stack.js'
import { combined, invalid, valid, validated, type Validated } from '../validated.js'
import type { SignIn, SignInOptions } from './sign-in.js'

export interface AwsOptions {
  awsSigv4?: boolean
  awsRegion?: string
  awsProfile?: string
}

type Environment = Record<string, string | undefined>

/** Any of the options means it. */
export const wantsAws = ({ awsSigv4, awsRegion, awsProfile }: AwsOptions): boolean =>
  awsSigv4 === true || awsRegion !== undefined || awsProfile !== undefined

/**
 * Signs in with an IAM key: --aws-profile; else AWS_ACCESS_KEY_ID and its companions; else the profile AWS_PROFILE, or "default". Region: the option,
 * the host name, AWS_REGION or AWS_DEFAULT_REGION, the profile.
 */
export function awsSignIn(
  options: AwsOptions & SignInOptions,
  environment: Environment,
  searchUrl: string | undefined,
): Validated<SignIn | undefined> {
  const set = (name: string): string | undefined => environment[name]?.trim() || undefined
  const profile = profileOf(options.awsProfile ?? set('AWS_PROFILE') ?? 'default', environment)
  const region = regionOf(
    options.awsRegion ??
      (searchUrl === undefined ? undefined : awsRegionIn(searchUrl)) ??
      set('AWS_REGION') ??
      set('AWS_DEFAULT_REGION') ??
      profile.value.settings?.get('region'),
  )
  const fromEnvironment =
    options.awsProfile === undefined && (set('AWS_ACCESS_KEY_ID') ?? set('AWS_SECRET_ACCESS_KEY')) !== undefined
  const key = fromEnvironment ? keyInEnvironment(set) : keyInProfile(profile.value)
  const { value, problems } = combined({ others: onlyAws(options), profile, region, key })
  return validated(
    value.key && {
      username: `the IAM key ${value.key.accessKeyId}`,
      from: fromEnvironment ? 'environment AWS_ACCESS_KEY_ID' : `AWS profile ${profile.value.name}`,
      aws: { ...value.key, region: value.region },
    },
    problems,
  )
}

function onlyAws(options: SignInOptions): Validated<undefined> {
  const others = [
    options.adminUsername !== undefined && '--admin-username',
    options.adminPassword !== undefined && 'an administrator’s password',
    options.apiKey !== undefined && '--api-key-stdin',
  ].filter((other) => typeof other === 'string')
  if (others.length === 0) return valid(undefined)
  return invalid({
    where: '--aws-sigv4',
    message: `requests are signed with an IAM key, and ${others.join(' and ')} is given too: choose one`,
  })
}

function regionOf(region: string | undefined): Validated<string> {
  if (region !== undefined && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) return valid(region)
  const message =
    region === undefined
      ? 'the region is not in the host name, nor in AWS_REGION: give it with --aws-region eu-west-1'
      : `"${region}" is not a region such as eu-west-1`
  return validated('', [{ where: '--aws-region', message }])
}

type AccessKey = Omit<AwsCredentials, 'region'>

function keyInEnvironment(set: (name: string) => string | undefined): Validated<AccessKey | undefined> {
  const [accessKeyId, secretAccessKey] = [set('AWS_ACCESS_KEY_ID'), set('AWS_SECRET_ACCESS_KEY')]
  if (accessKeyId === undefined)
    return invalid({ where: 'environment', message: 'AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not' })
  if (secretAccessKey === undefined)
    return invalid({ where: 'environment', message: 'AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not' })
  return valid({ accessKeyId, secretAccessKey, sessionToken: set('AWS_SESSION_TOKEN') })
}

function keyInProfile(profile: AwsProfile): Validated<AccessKey | undefined> {
  const { settings } = profile
  const accessKeyId = settings?.get('aws_access_key_id')
  const secretAccessKey = settings?.get('aws_secret_access_key')
  if (accessKeyId === undefined || secretAccessKey === undefined) return invalid(withoutKey(profile))
  return valid({ accessKeyId, secretAccessKey, sessionToken: settings?.get('aws_session_token') })
}

interface AwsProfile {
  name: string
  settings: Map<string, string> | undefined
  files: string[]
}

function profileOf(name: string, environment: Environment): Validated<AwsProfile> {
  try {
    return valid({ name, ...readAwsProfile(name, environment) })
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    const unreadable = { name, settings: undefined, files: [] }
    return validated(unreadable, [{ where: `AWS profile ${name}`, message: error.message }])
  }
}

/** Settings from which other programs make temporary keys. */
const indirect = [
  'sso_session',
  'sso_start_url',
  'role_arn',
  'credential_process',
  'web_identity_token_file',
  'login_session',
]

function withoutKey({ name, settings, files }: AwsProfile): Problem {
  const where = `AWS profile ${name}`
  const export_ = `eval "$(aws configure export-credentials --profile ${name} --format env)"`
  const how = indirect.find((setting) => settings?.has(setting))
  if (how !== undefined)
    return {
      where,
      message: `its keys are made elsewhere (${how}): run ${export_} first, and leave --aws-profile out`,
    }
  return {
    where,
    message: `no access key: neither AWS_ACCESS_KEY_ID in the environment nor this profile in ${files.join(' or ')} has one. On an EC2 instance with a role: ${export_}`,
  }
}
