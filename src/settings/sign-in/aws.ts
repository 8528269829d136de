import { ElkctlError, type Problem } from '../../errors.js'
import { awsRegionIn } from '../../stack/providers.js'
import { readAwsProfile } from './aws-profile.js'
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
  problems: Problem[],
): SignIn | undefined {
  const others = [
    options.adminUsername !== undefined && '--admin-username',
    options.adminPassword !== undefined && 'an administrator’s password',
    options.apiKey !== undefined && '--api-key-stdin',
  ].filter((other) => typeof other === 'string')
  if (others.length > 0)
    problems.push({
      where: '--aws-sigv4',
      message: `requests are signed with an IAM key, and ${others.join(' and ')} is given too: one of them`,
    })
  const set = (name: string): string | undefined => environment[name]?.trim() || undefined
  const profile = profileOf(options.awsProfile ?? set('AWS_PROFILE') ?? 'default', environment, problems)
  const found =
    options.awsProfile === undefined && (set('AWS_ACCESS_KEY_ID') ?? set('AWS_SECRET_ACCESS_KEY')) !== undefined
      ? {
          from: 'environment AWS_ACCESS_KEY_ID',
          accessKeyId: set('AWS_ACCESS_KEY_ID'),
          secretAccessKey: set('AWS_SECRET_ACCESS_KEY'),
          sessionToken: set('AWS_SESSION_TOKEN'),
        }
      : {
          from: `AWS profile ${profile.name}`,
          accessKeyId: profile.settings?.get('aws_access_key_id'),
          secretAccessKey: profile.settings?.get('aws_secret_access_key'),
          sessionToken: profile.settings?.get('aws_session_token'),
        }
  const region =
    options.awsRegion ??
    (searchUrl === undefined ? undefined : awsRegionIn(searchUrl)) ??
    set('AWS_REGION') ??
    set('AWS_DEFAULT_REGION') ??
    profile.settings?.get('region')
  if (region === undefined)
    problems.push({
      where: '--aws-region',
      message: 'the region is not in the host name, nor in AWS_REGION: give it with --aws-region eu-west-1',
    })
  else if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region))
    problems.push({ where: '--aws-region', message: `"${region}" is not a region such as eu-west-1` })
  const { from, accessKeyId, secretAccessKey, sessionToken } = found
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    problems.push(from.startsWith('environment') ? halfKey(accessKeyId) : withoutKey(profile))
    return undefined
  }
  return {
    username: `the IAM key ${accessKeyId}`,
    from,
    aws: { accessKeyId, secretAccessKey, sessionToken, region: region ?? '' },
  }
}

interface AwsProfile {
  name: string
  settings: Map<string, string> | undefined
  files: string[]
}

function profileOf(name: string, environment: Environment, problems: Problem[]): AwsProfile {
  try {
    return { name, ...readAwsProfile(name, environment) }
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    problems.push({ where: `AWS profile ${name}`, message: error.message })
    return { name, settings: undefined, files: [] }
  }
}

const halfKey = (accessKeyId: string | undefined): Problem => ({
  where: 'environment',
  message:
    accessKeyId === undefined
      ? 'AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not'
      : 'AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not',
})

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
