import { loadDefinitions } from '../../../src/engine/definitions.js'
import { forGrafana, type ForGrafana } from '../../../src/grafana/application.js'
import type { DataSourceServer } from '../../../src/grafana/data-source.js'
import { profiles } from '../../../src/profiles/index.js'
import { defaultVariables } from '../../../src/profiles/variables.js'
import type { Dialect } from '../../../src/stack/flavors.js'

export const server = (more: Partial<DataSourceServer> = {}): DataSourceServer => ({
  dialect: 'elasticsearch',
  version: '8.19.0',
  url: 'https://es.example.org:9200',
  username: 'viewer',
  insecure: false,
  ownAuthority: false,
  ...more,
})

/** What Grafana gets of an application of elkctl's own. */
export function madeOf(name: string, dialect: Dialect = 'elasticsearch'): ForGrafana {
  const profile = profiles.find((one) => one.name === name)
  if (profile === undefined) throw new Error(`no profile ${name}`)
  const objects = loadDefinitions({
    profile: name,
    ...{ dialect, variables: defaultVariables(profile), variants: [], rename: {} },
    only: ['saved object'],
  })
  return forGrafana(objects, { name, title: profile.title, server: server({ dialect }) })
}
