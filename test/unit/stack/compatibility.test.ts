import { describe, expect, it } from '@jest/globals'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { describeVersion, incompatibility, rowFor } from '../../../src/stack/compatibility.js'
import { elasticsearch, opendistro, opensearch, type Flavor } from '../../../src/stack/flavors.js'

const table = openvidu.compatibility

function problem(release: string, version: string, flavor: Flavor = elasticsearch, equivalentVersion = version) {
  return incompatibility({ title: 'OpenVidu Pro', release }, { flavor, version, equivalentVersion }, table)
}

describe('the documented table', () => {
  it.each([
    ['2.16.0', '7.3.0'],
    ['2.16.5', '7.10.2'],
    ['2.16', '7.3.1'],
    ['2.17.0', '7.8.0'],
    ['2.17.9', '7.8.1'],
    ['2.20.0', '7.17.0'],
    ['2.31.0', '8.19.2'],
    ['2.32.0', '7.8.0'],
    ['2.32.1', '9.1.0'],
  ])('%s goes with Elasticsearch %s', (release, version) => {
    expect(problem(release, version)).toBeUndefined()
  })

  it.each([
    ['2.16.0', '7.2.1', '7.3.0'],
    ['2.16.5', '6.8.23', '7.3.0'],
    ['2.17.0', '7.7.1', '7.8.0'],
    ['2.17.0', '7.3.0', '7.8.0'],
    ['2.20.0', '7.7.9', '7.8.0'],
    ['2.31.0', '7.6.0', '7.8.0'],
    ['2.32.0', '7.7.1', '7.8.0'],
  ])('%s does not go with Elasticsearch %s: it needs %s', (release, version, needed) => {
    const error = problem(release, version)
    expect(error?.exit).toBe('incompatible')
    expect(error?.message).toContain(release)
    expect(error?.message).toContain(`Elasticsearch ${version}`)
    expect(error?.message).toContain(`needs Elasticsearch ${needed}`)
    expect(error?.hint).toContain(table.source)
    expect(error?.hint).toContain('--force')
  })

  it.each(['2.15.0', '2.15', '2.11.0', '1.0.0'])('%s can use no external stack, whatever its version', (release) => {
    const error = problem(release, '9.9.9')
    expect(error?.exit).toBe('incompatible')
    expect(error?.message).toMatch(/cannot use an external/)
    expect(error?.hint).toContain('2.16')
  })

  it.each(['2.33.0', '2.99', '3.0.0', '10.0.0'])('%s is not known', (release) => {
    const error = problem(release, '7.10.2')
    expect(error?.exit).toBe('incompatible')
    expect(error?.message).toContain(`does not know OpenVidu Pro ${release}`)
    expect(error?.hint).toContain('--force')
  })

  it('has a row for every release from 2.11 to 2.32, and one only', () => {
    for (let minor = 0; minor <= 32; minor++) {
      const rows = table.rows.filter((row) => rowFor({ ...table, rows: [row] }, `2.${minor}.0`) !== undefined)
      expect([minor, rows.length]).toEqual([minor, 1])
    }
  })
})

describe('OpenSearch', () => {
  it.each([
    ['2.17.0', opensearch, '1.0.0'],
    ['2.20.0', opensearch, '2.19.4'],
    ['2.32.0', opensearch, '3.1.0'],
    ['2.20.0', opendistro, '7.10.2'],
  ])('with %s counts as Elasticsearch 7.10.2: %o', (release, flavor, version) => {
    expect(problem(release, version, flavor, '7.10.2')).toBeUndefined()
  })

  it('is named with its own version and the one it counts as', () => {
    const error = incompatibility(
      { title: 'X', release: '1.0' },
      { flavor: opensearch, version: '2.19.4', equivalentVersion: '7.10.2' },
      { source: 's', rows: [{ from: '1.0', to: '1.0', minimumStack: '8.0.0' }] },
    )
    expect(error?.message).toContain('OpenSearch 2.19.4 (equivalent to Elasticsearch 7.10.2)')
  })
})

describe('describeVersion', () => {
  it.each([
    [elasticsearch, '7.10.2', '7.10.2', 'Elasticsearch 7.10.2'],
    [opensearch, '2.19.4', '7.10.2', 'OpenSearch 2.19.4 (equivalent to Elasticsearch 7.10.2)'],
    [opendistro, '7.10.2', '7.10.2', 'Open Distro 7.10.2'],
  ])('%#', (flavor, version, equivalentVersion, text) => {
    expect(describeVersion({ flavor, version, equivalentVersion })).toBe(text)
  })
})
