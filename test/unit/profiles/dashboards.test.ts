import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Definition } from '../../../src/engine/definitions.js'
import { apiOf } from '../../../src/engine/change.js'
import { migrationVersions } from '../../../src/kinds/saved-object/import.js'
import { profiles } from '../../../src/profiles/index.js'
import { dialects, elasticsearch, opensearch, type Dialect, type Flavor } from '../../../src/stack/flavors.js'
import type { TargetStack } from '../../../src/kinds/kind.js'
import { idsOf, rules } from '../../engine/content/lint.js'
import { byType } from '../../engine/content/saved-objects.js'
import { stackOf } from '../fake-stack.js'
import { projectFolder } from '../fixtures.js'
import { temporaryFolder } from '../temporary-folder.js'
import { applicationCases, objectsOf, type Application } from './applications.js'

const dashboardsOf = (application: Application, dialect: Dialect) => objectsOf(application, dialect, ['saved object'])

/** What holds for the dashboards of any application; fields are those of one. */
const { ids: _ids, fields: _fields, ...forAny } = rules

const wrongWith = (objects: Definition[], application: string): string[] => {
  const bundle = { ...byType(objects), levels: migrationVersions }
  return Object.values({ ids: idsOf(application), ...forAny }).flatMap((rule) => rule(bundle))
}

const servers: [title: string, flavor: Flavor, version: string][] = [
  ['Kibana 7.3', elasticsearch, '7.3.0'],
  ['Kibana 8.19', elasticsearch, '8.19.0'],
  ['Kibana 9', elasticsearch, '9.0.0'],
  ['OpenSearch Dashboards 2.19', opensearch, '2.19.2'],
]

describe.each(applicationCases)('the dashboards of %s', (_name, application) => {
  it('are there for the applications of elkctl, and where the settings of another name a dashboards server', () => {
    const { profile, folder } = application
    const expected = folder === projectFolder || profile.keys.dashboardsUrl !== undefined
    expect(dashboardsOf(application, 'opensearch').length > 0).toBe(expected)
  })

  it('are the same objects for both products', () => {
    const [one, other] = dialects.map((dialect) => dashboardsOf(application, dialect).map(({ name }) => name))
    expect(one).toEqual(other)
  })

  it.each(dialects)('keep every rule that needs no server: %s', (dialect) => {
    expect(wrongWith(dashboardsOf(application, dialect), application.profile.name)).toEqual([])
  })

  it.each(servers)('fit %s, or say why one is not needed there', (_title, flavor, version) => {
    const stack = stackOf({ dashboards: { version, reader: stackOf().search } }, flavor)
    const parts: TargetStack = { stack, lifecycle: true }
    const fitted = dashboardsOf(application, flavor.dialect).map(({ kind, name, body }) =>
      apiOf(kind, stack).adapt?.(body, parts, name),
    )
    const wrong = fitted.filter((body) =>
      typeof body === 'string' ? !body.startsWith('Kibana 9') : body?.['type'] === undefined || body['id'] === '',
    )
    expect(wrong).toEqual([])
  })
})

describe('the rules hold for another application too', () => {
  const folder = temporaryFolder()
  it('a hole between panels is found', () => {
    mkdirSync(folder.path('dashboards/other'), { recursive: true })
    const panel = { id: 'a', title: 'A', at: [0, 0, 24, 5], chart: 'markdown', text: 'A' }
    writeFileSync(
      folder.path('dashboards/other/other-board.json'),
      JSON.stringify({ title: 'Board', description: 'A board.', time: 'now-15m', panels: [panel] }),
    )
    const application = { profile: { ...profiles[0], name: 'other', settings: {} }, folder: folder.path() }
    expect(wrongWith(dashboardsOf(application, 'elasticsearch'), 'other')).toEqual([
      'other-board: there are holes between the panels',
    ])
  })
})
