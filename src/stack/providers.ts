import { ElkctlError } from '../errors.js'

/** Who runs the stack. The other axis beside the flavor: neither mentions the other. */
export interface Provider {
  name: 'self-hosted' | 'aws' | 'elastic-cloud'
  title: string
  /** endings of host names */
  hosts: string[]
  /** nothing but Elasticsearch runs there */
  onlyElasticsearch?: true
}

export const selfHosted: Provider = { name: 'self-hosted', title: 'self-hosted', hosts: [] }

export const providers: Provider[] = [
  { name: 'aws', title: 'AWS', hosts: ['.es.amazonaws.com', '.es.amazonaws.com.cn', '.on.aws'] },
  {
    name: 'elastic-cloud',
    title: 'Elastic Cloud',
    hosts: ['.found.io', '.elastic-cloud.com', '.elastic.cloud', '.cloud.es.io'],
    onlyElasticsearch: true,
  },
]

export function providerOf(url: string): Provider {
  const host = new URL(url).hostname
  return providers.find(({ hosts }) => hosts.some((ending) => host.endsWith(ending))) ?? selfHosted
}

export const insteadOfServerless =
  'Use a hosted deployment of Elastic Cloud instead (“Hosted”, not “Serverless”, when it is created); its hosts end in elastic-cloud.com, cloud.es.io or found.io.'

/** Services that look like a stack and lack what every application here needs, by their host names. */
const unsuitable = [
  {
    host: /\.(es|kb)\.[^.]+\.(aws|gcp|azure)\.elastic\.cloud$/,
    message: 'is Elastic Cloud Serverless, which has no users, roles, ILM or legacy APIs',
    hint: insteadOfServerless,
  },
  {
    host: /\.aoss\.amazonaws\.com$|\.aoss\.[^.]+\.on\.aws$/,
    message:
      'is OpenSearch Serverless (aoss), which has no users and roles inside and no ISM, and takes only signed requests',
    hint: 'Use a domain of Amazon OpenSearch Service instead, with fine-grained access control; its hosts end in es.amazonaws.com or aos.REGION.on.aws.',
  },
]

/** Refuses what can be told from its host name, before anything is asked of it. @throws ElkctlError (incompatible) */
export function refuseUnsuitable(url: string): void {
  const { hostname } = new URL(url)
  const service = unsuitable.find(({ host }) => host.test(hostname))
  if (service) throw new ElkctlError(`${url} ${service.message}.`, { exit: 'incompatible', hint: service.hint })
}

/** The region in the name of an AWS domain; undefined for a name of one's own. */
export function awsRegionIn(url: string): string | undefined {
  const { hostname } = new URL(url)
  const match =
    /\.([a-z0-9-]+)\.es\.amazonaws\.com(?:\.cn)?$/.exec(hostname) ?? /\.aos\.([a-z0-9-]+)\.on\.aws$/.exec(hostname)
  return match?.[1]
}
