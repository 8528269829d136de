import { describe, expect, it } from '@jest/globals'
import { withControlsFor } from '../../../src/kinds/saved-object/controls.js'
import { elasticsearch, opensearch } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import type { Stack } from '../../../src/stack/stack.js'
import { savedObjects } from '../../engine/content/saved-objects.js'

/** Only what the level depends on. */
const server = (dialect: 'elasticsearch' | 'opensearch', version: string): Stack =>
  ({ flavor: { elasticsearch, opensearch }[dialect], dashboards: { version } }) as unknown as Stack

/** Everything of OpenVidu as that server would get it, by name; a text is the reason why it does not get it. */
const fitted = (stack: Stack): Map<string, JsonObject | string> =>
  new Map(savedObjects.map(({ name, body }) => [name, withControlsFor(name.split('/')[0] ?? '', body, stack)]))

const selectors = savedObjects
  .filter(({ body }) => JSON.stringify(body['attributes']).includes('"input_control_vis"'))
  .map(({ name }) => name)

describe('up to Kibana 8, and for OpenSearch Dashboards', () => {
  it.each([
    ['elasticsearch', '7.3.0'],
    ['elasticsearch', '8.19.0'],
    ['opensearch', '2.19.2'],
    ['opensearch', '9.0.0'],
  ] as const)('%s %s gets every object as it was made', (dialect, version) => {
    const objects = fitted(server(dialect, version))
    expect([...objects.values()].filter((object) => typeof object === 'string')).toEqual([])
    expect([...objects.values()].every((object) => !('controls' in (object as JsonObject)))).toBe(true)
    expect(selectors).toHaveLength(2)
  })
})

describe.each(['9.0.0', '9.2.1'])('Kibana %s', (version) => {
  const objects = fitted(server('elasticsearch', version))

  it('does not get the visualizations that were controls', () => {
    const left = [...objects].filter(([, object]) => typeof object === 'string').map(([name]) => name)
    expect(left).toEqual(selectors)
  })

  it('gets dashboards with controls of their own instead', () => {
    const board = objects.get('dashboard/openvidu-server-application-metrics') as {
      attributes: JsonObject
      references: JsonObject[]
    }
    expect(board.attributes['controlGroupInput']).toMatchObject({
      controlStyle: 'oneLine',
      panelsJSON: {
        host: {
          type: 'optionsListControl',
          order: 0,
          explicitInput: { fieldName: 'host.keyword', title: 'Host', dataViewId: 'openvidu-server-metrics' },
        },
        application: { order: 1 },
      },
    })
    expect(board.references.filter(({ type }) => type === 'index-pattern')).toEqual([
      {
        name: 'controlGroup_host:optionsListDataView',
        type: 'index-pattern',
        id: 'openvidu-server-metrics',
      },
      { name: 'controlGroup_application:optionsListDataView', type: 'index-pattern', id: 'openvidu-server-metrics' },
    ])
  })

  it('gets no panel and no reference without the other', () => {
    const boards = [...objects].filter(([name]) => name.startsWith('dashboard/'))
    expect(boards).toHaveLength(8)
    for (const [, object] of boards) {
      const { attributes, references } = object as {
        attributes: { panelsJSON: { panelRefName: string }[] }
        references: { name: string; type: string; id: string }[]
      }
      const shown = references.filter(({ type }) => type === 'visualization')
      expect(attributes.panelsJSON.map(({ panelRefName }) => panelRefName)).toEqual(shown.map(({ name }) => name))
      expect(shown.filter(({ id }) => typeof objects.get(`visualization/${id}`) === 'string')).toEqual([])
    }
  })
})
