/** Who runs the stack. The other axis beside the flavor: neither mentions the other. */
export interface Provider {
  name: 'self-hosted' | 'aws' | 'elastic-cloud'
  title: string
  /** endings of host names */
  hosts: string[]
}

export const selfHosted: Provider = { name: 'self-hosted', title: 'self-hosted', hosts: [] }

export const providers: Provider[] = [
  { name: 'aws', title: 'AWS', hosts: ['.es.amazonaws.com', '.es.amazonaws.com.cn', '.on.aws'] },
  {
    name: 'elastic-cloud',
    title: 'Elastic Cloud',
    hosts: ['.found.io', '.elastic-cloud.com', '.elastic.cloud', '.cloud.es.io'],
  },
]

export function providerOf(url: string): Provider {
  const host = new URL(url).hostname
  return providers.find(({ hosts }) => hosts.some((ending) => host.endsWith(ending))) ?? selfHosted
}
