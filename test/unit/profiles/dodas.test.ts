import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import type { JsonObject } from '../../../src/json.js'
import { migrationVersions } from '../../../src/kinds/saved-object/import.js'
import { dodas } from '../../../src/profiles/dodas/index.js'
import { profiles } from '../../../src/profiles/index.js'
import { retentionDefault } from '../../../src/settings/retention.js'
import { loadSettings } from '../load-settings.js'
import {
  fieldAt,
  readJson,
  type LegacyTemplate,
  type Mappings,
  type Template,
} from '../../engine/content/data-files.js'
import { fieldsWith } from '../../engine/content/lint.js'
import { byType } from '../../engine/content/saved-objects.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const measurements = (readJson('templates/dodas/legacy-templates/dodas-metricbeat-fields.json') as LegacyTemplate)
  .mappings as Mappings
const sensors = (readJson('templates/dodas/index-templates/dodas-sensors.json') as Template).template.mappings

describe('the profile of DODAS', () => {
  it('is in the list, and keeps for 30 days', () => {
    expect(profiles).toContain(dodas)
    expect(retentionDefault(dodas, '')).toBe(30)
  })

  it('every field that its dashboards ask for is in its templates, with a type that fits', () => {
    const objects = loadDefinitions({
      ...{ profile: 'dodas', dialect: 'elasticsearch', variables: {}, variants: [], rename: {} },
      only: ['saved object'],
    })
    const wrong = fieldsWith(
      (pattern, field) => fieldAt(pattern === 'metricbeat-*' ? measurements : sensors, field)?.type,
    )
    expect(wrong({ ...byType(objects), levels: migrationVersions })).toEqual([])
  })

  it('its dashboards are three, with links to one another', () => {
    const names = loadDefinitions({
      ...{ profile: 'dodas', dialect: 'elasticsearch', variables: {}, variants: [], rename: {} },
      only: ['saved object'],
    })
      .filter(({ name }) => name.startsWith('dashboard/'))
      .map(({ name, body }) => [name, (body['attributes'] as JsonObject)['title']])
    expect(names).toEqual([
      ['dashboard/dodas-containers', 'DODAS – Containers'],
      ['dashboard/dodas-host', 'DODAS – Host'],
      ['dashboard/dodas-hosts', 'DODAS – Hosts'],
    ])
  })
})

describe('one message, before anything is asked of a stack, for', () => {
  const folder = temporaryFolder()
  const settle = (recipe: string, environment: Record<string, string> = {}) => {
    writeFileSync(folder.path('recipe.yaml'), recipe)
    return loadSettings({ profile: 'dodas', envFile: folder.path('recipe.yaml'), wait: '1s' }, environment)
  }
  const inputs = (address: string, secret: string) =>
    `monitordb_ip: { type: string, default: "${address}" }\nelasticsearch_secret: { type: string, default: "${secret}" }\n`

  it.each([
    ...['host:port', 'IP:PORT', 'ES-Endpoint'].map((placeholder) => [
      placeholder,
      `monitordb_ip is "${placeholder}", as in the example: give this input a default in the recipe, or set monitordb_ip in the environment, or give --search-url URL`,
    ]),
    ['http://es:9200', 'monitordb_ip: "http://es:9200" has a scheme: write es:9200; it is http unless you give --tls'],
    ['https://es:9200', 'monitordb_ip: "https://es:9200" has a scheme: write es:9200, and give --tls'],
    ['es', 'monitordb_ip: "es" is not HOST:PORT: the port is required'],
  ])('the address %s', async (address, message) => {
    await expect(settle(inputs(address, 's3cret'))).rejects.toMatchObject({
      problems: [{ where: `${folder.path('recipe.yaml')}:1`, message }],
    })
  })

  it.each(['ES-secret', 'changeme', 'password'])('the secret %s, which is none', async (secret) => {
    expect(await settle(inputs('es:9200', secret))).toMatchObject({
      admin: undefined,
      notes: [`${folder.path('recipe.yaml')}:2: elasticsearch_secret is "${secret}", as in the example: it is not set`],
    })
  })

  it('a file that is no recipe', async () => {
    await expect(settle('monitordb_ip: es:9200\n')).rejects.toMatchObject({
      message: `${folder.path('recipe.yaml')}:1: this is not a TOSCA recipe: it has neither topology_template.inputs nor inputs (name: {type, default})`,
    })
  })
})
