import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import type { JsonObject } from '../../../src/json.js'
import { migrationVersions } from '../../../src/kinds/saved-object/import.js'
import { dodas } from '../../../src/profiles/dodas/index.js'
import { profiles } from '../../../src/profiles/index.js'
import { retentionDefault } from '../../../src/settings/retention.js'
import {
  fieldAt,
  readJson,
  type LegacyTemplate,
  type Mappings,
  type Template,
} from '../../engine/content/data-files.js'
import { fieldsWith } from '../../engine/content/lint.js'
import { byType } from '../../engine/content/saved-objects.js'

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
