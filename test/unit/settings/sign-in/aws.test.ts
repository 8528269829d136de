import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { sectionsOf } from '../../../../src/settings/sign-in/aws-profile.js'
import { secretsOf } from '../../../../src/settings/sign-in/token.js'
import { folder, problemsOf, settle, type Situation } from '../situation.js'
import '../../same-realm.js'

const domain = 'https://search-x.eu-west-1.es.amazonaws.com:443'
const own = 'https://opensearch.example.com:443'
const hosts = (url: string) => `OPENVIDU_PRO_ELASTICSEARCH_HOST=${url}\nOPENVIDU_PRO_KIBANA_HOST=${url}/_dashboards\n`
const key = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'env-secret' }
const sign = { awsSigv4: true }

/** In a home without AWS's files, unless they are given. */
function situation({
  credentials,
  config,
  url = domain,
  ...parts
}: Situation & { credentials?: string; config?: string; url?: string } = {}): Situation {
  const environment: Record<string, string> = {
    AWS_SHARED_CREDENTIALS_FILE: folder.path('credentials'),
    AWS_CONFIG_FILE: folder.path('config'),
  }
  if (credentials !== undefined) writeFileSync(folder.path('credentials'), credentials)
  if (config !== undefined) writeFileSync(folder.path('config'), config)
  return { text: hosts(url), options: sign, ...parts, environment: { ...environment, ...parts.environment } }
}

const files = {
  credentials:
    '[default]\naws_access_key_id=AKIADEFAULT\naws_secret_access_key=default-secret\n[ops]\naws_access_key_id = AKIAOPS\naws_secret_access_key = ops-secret\naws_session_token = ops-token\n',
  config: '[default]\nregion = us-west-2\n[profile ops]\nregion = ap-south-1\n',
}

describe('the key', () => {
  it.each([
    [
      'comes from the environment',
      { environment: key, ...files },
      'environment AWS_ACCESS_KEY_ID',
      'AKIAENV',
      undefined,
    ],
    ['from the profile "default"', files, 'AWS profile default', 'AKIADEFAULT', undefined],
    [
      'from the profile AWS_PROFILE',
      { ...files, environment: { AWS_PROFILE: 'ops' } },
      'AWS profile ops',
      'AKIAOPS',
      'ops-token',
    ],
    [
      'from --aws-profile, whatever the environment says',
      { ...files, environment: key, options: { awsProfile: 'ops' } },
      'AWS profile ops',
      'AKIAOPS',
      'ops-token',
    ],
  ])('%s', async (_what, parts, from, accessKeyId, sessionToken) => {
    const { admin } = await settle(situation(parts))
    expect(admin).toMatchObject({ username: `the IAM key ${accessKeyId}`, from, aws: { accessKeyId, sessionToken } })
  })

  it('its secret and its token are secrets', async () => {
    const { admin } = await settle(situation({ ...files, options: { awsProfile: 'ops' } }))
    expect(secretsOf(admin)).toEqual(['ops-secret', 'ops-token'])
  })
})

describe('the region', () => {
  it.each([
    ['of the host name', domain, {}, sign, 'eu-west-1'],
    ['of the host name in China', 'https://vpc-x.cn-north-1.es.amazonaws.com.cn:443', {}, sign, 'cn-north-1'],
    ['of the newer host name', 'https://search-x.aos.eu-central-1.on.aws:443', {}, sign, 'eu-central-1'],
    ['of the option first', domain, {}, { ...sign, awsRegion: 'us-gov-west-1' }, 'us-gov-west-1'],
    ['of AWS_REGION', own, { AWS_REGION: 'sa-east-1', AWS_DEFAULT_REGION: 'x' }, sign, 'sa-east-1'],
    ['of AWS_DEFAULT_REGION', own, { AWS_DEFAULT_REGION: 'sa-east-1' }, sign, 'sa-east-1'],
    ['of the profile', own, {}, { awsProfile: 'ops' }, 'ap-south-1'],
  ])('is that %s', async (_what, url, environment, options, region) => {
    const { admin } = await settle(situation({ ...files, url, environment: { ...key, ...environment }, options }))
    expect(admin?.aws?.region).toBe(region)
  })
})

describe('problems', () => {
  it.each<[string, Parameters<typeof situation>[0], string, RegExp]>([
    [
      'no key anywhere',
      { environment: { AWS_PROFILE: 'nobody' } },
      'AWS profile nobody',
      /no access key.*credentials or .*config/,
    ],
    ['half a key', { environment: { AWS_ACCESS_KEY_ID: 'AKIA' } }, 'environment', /AWS_SECRET_ACCESS_KEY is not/],
    ['the other half', { environment: { AWS_SECRET_ACCESS_KEY: 'x' } }, 'environment', /AWS_ACCESS_KEY_ID is not/],
    [
      'a profile of another program',
      { config: '[profile sso]\nsso_session = me\n', options: { awsProfile: 'sso' } },
      'AWS profile sso',
      /sso_session.*aws configure export-credentials --profile sso/,
    ],
    ['no region', { environment: key, url: own, config: '', credentials: '' }, '--aws-region', /not in the host name/],
    [
      'a region that is none',
      { environment: key, options: { awsRegion: 'Ireland' } },
      '--aws-region',
      /"Ireland" is not a region/,
    ],
    [
      'a password too',
      { environment: key, options: { ...sign, adminUsername: 'a', adminPassword: 'b' } },
      '--aws-sigv4',
      /choose one/,
    ],
    [
      'an API key too',
      { environment: key, options: { ...sign, apiKey: 'b' } },
      '--aws-sigv4',
      /--api-key-stdin is given too/,
    ],
  ])('%s', async (_what, parts, where, words) => {
    const problems = await problemsOf(situation(parts))
    expect(problems).toContainEqual({ where, message: expect.stringMatching(words) as unknown })
  })
})

it('reads the files as AWS describes them', () => {
  const text =
    '\uFEFF# comment\r\n[default]\r\nregion=eu-west-1 ; here\r\ns3 =\r\n  max_concurrent_requests = 20\r\n; x\n[ profile   ops ]\nAWS_ACCESS_KEY_ID = a#b=c==\n\nwithout sense\n[default]\noutput = json\n'
  const sections = sectionsOf(text)
  expect([...sections.keys()]).toEqual(['default', 'profile ops'])
  expect(Object.fromEntries(sections.get('default') ?? [])).toEqual({ region: 'eu-west-1', s3: '', output: 'json' })
  expect(Object.fromEntries(sections.get('profile ops') ?? [])).toEqual({ aws_access_key_id: 'a#b=c==' })
})
