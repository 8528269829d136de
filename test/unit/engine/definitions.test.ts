import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  loadDefinitions,
  loadFolder,
  type Definition,
  type DefinitionOptions,
} from '../../../src/engine/definitions.js'
import { ElkctlError } from '../../../src/errors.js'
import { kinds } from '../../../src/kinds/index.js'
import type { ResourceKind } from '../../../src/kinds/kind.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const checks = 'templates/<profile>/checks'
const pipelines = 'templates/p/ingest-pipelines'

/** The least that a file of each form must have. */
const least: Record<string, object> = {
  'index-templates': { index_patterns: ['x'] },
  'legacy-templates': { index_patterns: ['x'] },
  'ingest-pipelines': { processors: [] },
  'lifecycle-policies': { policy: { phases: {}, default_state: 'x', states: [{ name: 'x' }] } },
  'lifecycle-policies.elasticsearch': { policy: { phases: {} } },
  checks: { title: 'x', index: 'x', document: {}, types: {} },
  'roles.elasticsearch': { elasticsearch: {} },
  'users.elasticsearch': { roles: [] },
  visualization: { attributes: {} },
  dashboard: { attributes: {} },
}

function file(path: string, content: unknown): void {
  mkdirSync(dirname(folder.path(path)), { recursive: true })
  const form = dirname(path).split('/').at(-1) ?? ''
  const minimum = least[path.endsWith('.elasticsearch.json') ? `${form}.elasticsearch` : form] ?? least[form]
  writeFileSync(
    folder.path(path),
    typeof content === 'string' ? content : JSON.stringify({ ...minimum, ...(content as object) }),
  )
}

const load = (options: Partial<DefinitionOptions> = {}): Definition[] =>
  loadDefinitions({
    profile: 'p',
    dialect: 'elasticsearch',
    variables: {},
    variants: [],
    rename: {},
    folder: folder.path(),
    ...options,
  })

const bodies = (definitions: Definition[]) =>
  Object.fromEntries(definitions.map(({ name, body: { processors: _least, ...body } }) => [name, body]))

describe('which file stands for an object', () => {
  const said = (text: string) => ({ says: text })

  it.each<[string, string[], Partial<DefinitionOptions>, string]>([
    ['the plain one', ['x'], {}, 'x'],
    ['the one of the dialect before the plain one', ['x', 'x.elasticsearch'], {}, 'x.elasticsearch'],
    ['the plain one before that of the other dialect', ['x', 'x.opensearch'], {}, 'x'],
    ['the one of the other dialect there', ['x', 'x.opensearch'], { dialect: 'opensearch' }, 'x.opensearch'],
    [
      'the one of the variant before that of the dialect',
      ['x', 'x.keep', 'x.elasticsearch'],
      { variants: ['keep'] },
      'x.keep',
    ],
    [
      'the one of the variant before that of the dialect, whatever their alphabet',
      ['x', 'x.keep', 'x.opensearch'],
      { variants: ['keep'], dialect: 'opensearch' },
      'x.keep',
    ],
    [
      'both before one',
      ['x.keep', 'x.keep.elasticsearch', 'x.elasticsearch'],
      { variants: ['keep'] },
      'x.keep.elasticsearch',
    ],
    ['no variant that is not asked for', ['x', 'x.keep', 'x.keep.elasticsearch'], {}, 'x'],
    [
      'one without the variant where there is none with it',
      ['x.elasticsearch'],
      { variants: ['keep'] },
      'x.elasticsearch',
    ],
  ])('%s', (_what, files, options, chosen) => {
    for (const name of files) file(`${pipelines}/${name}.json`, said(name))
    for (const name of files.toReversed()) file(`${pipelines.replace('/p/', '/q/')}/${name}.json`, said(name))
    expect(bodies(load(options))).toEqual({ x: said(chosen) })
    expect(bodies(load({ ...options, profile: 'q' }))).toEqual({ x: said(chosen) })
  })

  it.each<[string, string[], Partial<DefinitionOptions>]>([
    ['of the other dialect alone', ['x.opensearch'], {}],
    ['of a variant alone', ['x.keep'], {}],
  ])('none: %s', (_what, files, options) => {
    file(`${pipelines}/y.json`, {})
    for (const name of files) file(`${pipelines}/${name}.json`, {})
    const names = load(options).map(({ name }) => name)
    expect(names).not.toContain('x')
  })

  it('a name may have dots in it, and a folder', () => {
    file(`${pipelines}/a.b.json`, {})
    file('dashboards/p/dashboard/c.json', {})
    file('dashboards/p/README.md', 'no data')
    expect(load().map(({ kind, name, file: path }) => [kind.name, name, path])).toEqual([
      ['ingest pipeline', 'a.b', join(pipelines, 'a.b.json')],
      ['saved object', 'dashboard/c', join('dashboards/p/dashboard/c.json')],
      ['saved object', 'visualization/p-installed-by-elkctl', 'dashboards/p'],
    ])
  })

  it('kinds come in the order of work, names in the order of the alphabet', () => {
    // A file on the top level of dashboards stands for many objects.
    const isDashboards = ({ needs }: ResourceKind) => needs === 'dashboards'
    const prefix = (kind: ResourceKind) => (isDashboards(kind) ? 'visualization/' : '')
    const must: Record<string, object> = {
      'index template': { index_patterns: ['a'] },
      'write alias': { first_index: 'a-1' },
    }
    for (const dialect of ['elasticsearch', 'opensearch'] as Dialect[]) {
      for (const kind of kinds)
        for (const name of ['b', 'a'])
          file(`${kind.folder.replace('<profile>', 'p')}/${prefix(kind)}${name}.${dialect}.json`, must[kind.name] ?? {})
      const expected = kinds.filter(({ api, onlyFor }) => api[dialect] !== undefined && onlyFor === undefined)
      expect(load({ dialect }).map(({ kind, name }) => [kind.name, name])).toEqual(
        expected.flatMap((kind) => [
          [kind.name, `${prefix(kind)}a`],
          [kind.name, `${prefix(kind)}b`],
          ...(isDashboards(kind) ? [[kind.name, 'visualization/p-installed-by-elkctl']] : []),
        ]),
      )
    }
  })

  it('an object may have another name than its file', () => {
    file(`${pipelines}/x.json`, {})
    file(`${pipelines}/y.json`, {})
    const rename = { 'ingest pipeline': { x: 'other' } }
    expect(load({ rename }).map(({ name, file: path }) => [name, path])).toEqual([
      ['other', join(pipelines, 'x.json')],
      ['y', join(pipelines, 'y.json')],
    ])
  })

  it('keeps its name, and its place, when an object of another kind is renamed or left out', () => {
    file('templates/p/index-templates/x.json', {})
    const loaded = load({ rename: { role: { x: 'other' } }, without: { role: ['x'], user: ['x'] } })
    expect(loaded.map(({ name }) => name)).toEqual(['x'])
  })

  it('is left out by its kind and name', () => {
    file(`${pipelines}/x.json`, {})
    file('templates/p/index-templates/x.json', {})
    expect(load({ without: { 'ingest pipeline': ['x'] } }).map(({ kind }) => kind.name)).toEqual(['index template'])
  })
})

describe('variables', () => {
  it('are filled in everywhere, as text that JSON can hold', () => {
    file(`${pipelines}/x.json`, { '${a}': 'x${a}y${b}', list: ['${b}'] })
    expect(bodies(load({ variables: { a: 'q"\\', b: '7' } }))).toEqual({ x: { 'q"\\': 'xq"\\y7', list: ['7'] } })
  })

  it('that are not known are an error with the ones that are', () => {
    file(`${pipelines}/x.json`, { a: '${retentoinDays}' })
    expect(() => load({ variables: { retentionDays: '7' } })).toThrow(ElkctlError)
    expect(() => load({ variables: { retentionDays: '7' } })).toThrow(
      /x\.json is broken: \$\{retentoinDays\} is not known; there are retentionDays/,
    )
  })

  it('are what stands in braces only', () => {
    file(`${pipelines}/x.json`, { a: '$a {a} $ {a} ${ a } ${a.b}' })
    expect(bodies(load({ variables: { a: '!' } }))).toEqual({ x: { a: '$a {a} $ {a} ${ a } ${a.b}' } })
  })
})

describe('a broken file', () => {
  it.each([
    ['broken JSON', '{"a": 1,}'],
    ['nothing', ''],
    ['a list', '[]'],
    ['text', '"x"'],
    ['null', 'null'],
  ])('is named: %s', (_what, content) => {
    file(`${pipelines}/x.json`, content)
    expect(() => load()).toThrow(ElkctlError)
    expect(() => load()).toThrow(new RegExp(`${pipelines}/x\\.json is broken`))
  })

  it('is one too in a folder', () => {
    file('templates/p/checks/x.json', '[]')
    expect(() => loadFolder(checks, { profile: 'p', folder: folder.path(), variables: {} })).toThrow(
      /x\.json is broken/,
    )
  })
})

describe('a data folder', () => {
  it('gives every file, with its variables', () => {
    file('templates/p/checks/b.json', { title: '${v}' })
    file('templates/p/checks/a.json', {})
    expect(
      loadFolder(checks, { profile: 'p', folder: folder.path(), variables: { v: '1' } }).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      ),
    ).toEqual([
      { name: 'a', body: { title: 'x', index: 'x', document: {}, types: {} } },
      { name: 'b', body: { title: '1', index: 'x', document: {}, types: {} } },
    ])
  })
})
