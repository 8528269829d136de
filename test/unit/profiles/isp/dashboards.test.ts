import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../../src/engine/definitions.js'
import { migrationVersions } from '../../../../src/kinds/saved-object/import.js'
import { isp } from '../../../../src/profiles/isp/index.js'
import { variablesOf } from '../../../../src/profiles/variables.js'
import { fieldAt, readJson, type Template } from '../../../engine/content/data-files.js'
import { fieldsWith } from '../../../engine/content/lint.js'
import { byType, panelsOf, searchesOn } from '../../../engine/content/saved-objects.js'
import { defaultVariables } from '../../../support/default-variables.js'

const objectsWith = (settings: Record<string, string>) =>
  byType(
    loadDefinitions({
      ...{ profile: 'isp', dialect: 'elasticsearch', variants: [], rename: {}, only: ['saved object'] },
      variables: { ...defaultVariables(isp), ...variablesOf(isp, settings) },
    }),
  )

const titlesOf = (dashboard: string) => [...panelsOf(dashboard), ...searchesOn(dashboard)].map(([title]) => title)

/** Beside the fields of a template, whatever stands in a free object, as its dynamic templates map it. */
function typeIn(pattern: string, field: string): string | undefined {
  const name = /^isp-(\w+)-\*$/.exec(pattern)?.[1] ?? pattern
  const { mappings } = (readJson(`templates/isp/index-templates/${name}.json`) as Template).template
  const dynamic = JSON.stringify(mappings).includes(`"path_match":"${field.replace(/\.\w+$/, '')}.*"`)
  return fieldAt(mappings, field)?.type ?? (dynamic ? 'keyword' : undefined)
}

describe('the dashboards of the ISP platform', () => {
  const objects = objectsWith({ logPrefix: 'isp-logs', metricPrefix: 'isp-metrics' })

  it('have the titles of its documentation, and the panels that it names', () => {
    expect([...objects.dashboards].map(([id, { attributes }]) => [id, attributes.title])).toEqual([
      ['isp-application-logs', 'ISP Management - Application Logs Dashboard'],
      ['isp-customer-usage', 'ISP Management - Customer Usage Dashboard'],
      ['isp-system-health', 'ISP Management - System Health Dashboard'],
      ['isp-system-metrics', 'ISP Management - System Metrics Dashboard'],
    ])
    expect(titlesOf('isp-system-health')).toContain('Service Availability')
    expect(titlesOf('isp-system-metrics')).toContain('Network Traffic')
    expect(searchesOn('isp-application-logs').map(([title]) => title)).toEqual(['Recent Errors', 'Recent Logs'])
  })

  it('ask for fields that are in its templates, with a type that fits', () => {
    expect(fieldsWith(typeIn)({ ...objects, levels: migrationVersions })).toEqual([])
  })

  it('ask the indices of its settings', () => {
    const patterns = (settings: Record<string, string>) =>
      [...objectsWith(settings).indexPatterns.values()].map(({ attributes }) => attributes.title)
    expect(patterns({ logPrefix: 'isp-logs', metricPrefix: 'isp-metrics' })).toEqual([
      'isp-health-*',
      'isp-logs-*',
      'isp-metrics-*',
    ])
    const own = objectsWith({ logPrefix: 'north-logs', metricPrefix: 'north-numbers' })
    const asked = [...own.visualizations.values()].map(({ attributes }) => attributes.visState.params.index_pattern)
    expect(new Set([...asked, ...[...own.indexPatterns.values()].map(({ attributes }) => attributes.title)])).toEqual(
      new Set([undefined, 'north-logs-*', 'north-numbers-*', 'north-numbers-health-*']),
    )
  })
})
