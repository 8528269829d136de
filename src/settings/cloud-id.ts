export interface CloudEndpoints {
  searchUrl: string
  /** undefined: the deployment has no Kibana */
  dashboardsUrl: string | undefined
}

/**
 * The endpoints in a Cloud ID: `NAME:BASE64`, and in the base64 `HOST[:PORT]$ELASTICSEARCH[:PORT]$KIBANA[:PORT]`. The port is 443 unless it says
 * otherwise. https://www.elastic.co/docs/deploy-manage/deploy/elastic-cloud/find-cloud-id
 */
export function readCloudId(text: string): CloudEndpoints | { problem: string } {
  const value = text.trim()
  const encoded = value.slice(value.lastIndexOf(':') + 1)
  const expected = 'copy it from the deployment’s page in the Elastic Cloud console: NAME:dXMtZWFz…'
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return { problem: `this is not a Cloud ID: ${expected}` }
  const [domain = '', search = '', dashboards = ''] = Buffer.from(encoded, 'base64').toString('latin1').split('$')
  const base = /^([a-z0-9.-]+\.[a-z0-9-]+)(?::(\d+))?$/i.exec(domain)
  const url = (part: string): string | undefined => {
    const match = /^([a-z0-9.-]+)(?::(\d+))?$/i.exec(part)
    return base && match ? `https://${match[1]}.${base[1]}:${match[2] ?? base[2] ?? '443'}` : undefined
  }
  const searchUrl = url(search)
  if (searchUrl === undefined)
    return {
      problem: `this is not a Cloud ID: its base64 does not hold HOST$ELASTICSEARCH$KIBANA; was it cut off? ${expected}`,
    }
  const missing = dashboards === '' || dashboards === 'undefined'
  const dashboardsUrl = missing ? undefined : url(dashboards)
  if (!missing && dashboardsUrl === undefined)
    return { problem: `this is not a Cloud ID: what it says of Kibana is not a host name; was it cut off? ${expected}` }
  return { searchUrl, dashboardsUrl }
}
