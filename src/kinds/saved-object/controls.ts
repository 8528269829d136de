import { isObject, listIn, objectIn, objectsIn, valueIn, type Json, type JsonObject } from '../../json.js'
import { parsed } from './parts.js'
import type { Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'

/** A control of a dashboard: a list of the values of one keyword field, to narrow the dashboard to some of them. */
export interface Control {
  id: string
  label: string
  field: string
  indexPattern: string
}

/**
 * From here on a dashboard carries its controls itself. The visualizations that were controls up to 8.x (`input_control_vis`) are deprecated
 * since 8.3, cannot be created since 8.9, and are announced to go with 9 (elastic/kibana#132562, #156455); the source of 9.x still has them.
 */
const ownControlsSince = '9.0.0'

const hasOwnControls = ({ flavor, dashboards }: Stack): boolean =>
  flavor.dialect === 'elasticsearch' &&
  dashboards !== undefined &&
  compareVersions(dashboards.version, ownControlsSince) >= 0

/** The object as this dashboards server should have it; a string is the reason why it is not needed there. */
export function withControlsFor(type: string, body: JsonObject, stack: Stack): JsonObject | string {
  const { controls, ...object } = body
  if (!hasOwnControls(stack)) return object
  if (type === 'visualization' && visualizationType(body) === 'input_control_vis')
    return `Kibana ${stack.dashboards?.version ?? ''} has controls on the dashboard itself`
  return type === 'dashboard' && isObject(controls)
    ? withOwnControls(object, controls as unknown as ControlsByPanel)
    : object
}

/** Name of the panel's reference → the controls that it shows. */
export type ControlsByPanel = Record<string, Control[]>

/** The panels with controls go; their places stay empty. */
function withOwnControls(object: JsonObject, byPanel: ControlsByPanel): JsonObject {
  const attributes = objectIn(object, 'attributes')
  const left = (list: Json | undefined, key: string): Json[] =>
    listIn(parsed(list)).filter((member) => !(isObject(member) && String(member[key]) in byPanel))
  const controls = Object.values(byPanel).flat()
  return {
    ...object,
    attributes: {
      ...attributes,
      panelsJSON: left(attributes['panelsJSON'], 'panelRefName'),
      controlGroupInput: {
        controlStyle: 'oneLine',
        chainingSystem: 'HIERARCHICAL',
        ignoreParentSettingsJSON: {
          ignoreFilters: false,
          ignoreQuery: false,
          ignoreTimerange: false,
          ignoreValidations: false,
        },
        panelsJSON: Object.fromEntries(controls.map((control, order) => [control.id, ownControl(control, order)])),
      },
    },
    references: [
      ...left(object['references'], 'name'),
      ...controls.map(({ id, indexPattern }) => ({
        name: `controlGroup_${id}:optionsListDataView`,
        type: 'index-pattern',
        id: indexPattern,
      })),
    ],
  }
}

const ownControl = ({ id, label, field, indexPattern }: Control, order: number): JsonObject => ({
  type: 'optionsListControl',
  order,
  width: 'medium',
  grow: true,
  explicitInput: { id, title: label, fieldName: field, dataViewId: indexPattern },
})

/** The controls of each panel that is a visualization of controls. */
export function controlsByPanel(dashboard: JsonObject, visualizations: Map<string, JsonObject>): ControlsByPanel {
  const references = objectsIn(dashboard['references'])
  return Object.fromEntries(
    references.flatMap(({ name, id }): [string, Control[]][] => {
      const controls = controlsOf(visualizations.get(String(id)) ?? {})
      return controls.length === 0 ? [] : [[String(name), controls]]
    }),
  )
}

function controlsOf(visualization: JsonObject): Control[] {
  if (visualizationType(visualization) !== 'input_control_vis') return []
  const patterns = new Map(objectsIn(visualization['references']).map(({ name, id }) => [name, String(id)]))
  const { params } = visState(visualization)
  return objectsIn(valueIn(params, 'controls')).map(({ id, label, fieldName, indexPatternRefName }) => ({
    id: String(id).replace(/\W+/g, '-'),
    label: String(label),
    field: String(fieldName),
    indexPattern: patterns.get(indexPatternRefName ?? null) ?? '',
  }))
}

const visualizationType = (body: JsonObject): Json | undefined => visState(body)['type']

function visState({ attributes }: JsonObject): JsonObject {
  const state = isObject(attributes) ? attributes['visState'] : undefined
  return objectIn(parsed(state))
}
