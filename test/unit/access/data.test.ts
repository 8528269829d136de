import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ask } from '../../../src/access/questions.js'
import type { Question, Right } from '../../../src/data-files/schemas/rights.js'
import { profiles } from '../../../src/profiles/index.js'
import type { Json, JsonObject } from '../../../src/json.js'
import type { Writer } from '../../../src/stack/stack.js'
import { ok, readerOf, reply, stackOf } from '../fake-stack.js'
import { projectFolder, readJson } from '../fixtures.js'

const dialects = ['elasticsearch', 'opensearch'] as const
const rightFiles = ['needed', 'refused', 'too-broad']
const rightsOf = (profile: string): Right[] =>
  rightFiles.flatMap(
    (file) => readJson<{ rights: Right[] }>(join(projectFolder, 'roles', profile, 'rights', `${file}.json`)).rights,
  )

/** Every word that a role grants, with the path to it: "elasticsearch cluster: monitor". */
function grants(value: Json, path: string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((inner) => grants(inner, path))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => grants(inner, [...path, key]))
  return [`${path.join(' ')}: ${String(value)}`]
}

/** A pattern of index names may end in a star. */
const isPrivilege = (word: string): boolean => !/^(\.?[a-z-]+|\$\{\w+\})[-_]?\w*\*$/.test(word)

describe.each(profiles.map((profile) => [profile.title, profile] as const))('%s', (_title, profile) => {
  const folder = (...path: string[]) => join(projectFolder, 'roles', profile.name, ...path)
  const kinds = Object.keys(profile.roles)

  const roleFiles = readdirSync(folder('roles')).filter((file) => file.endsWith('.json'))

  describe('roles', () => {
    it('there is one for each kind of account and dialect', () => {
      expect(roleFiles.sort()).toEqual(
        Object.values(profile.roles)
          .flatMap((role) => dialects.map((dialect) => `${role}.${dialect}.json`))
          .sort(),
      )
    })

    it.each(roleFiles)('%s: each privilege is named with its reason, and nothing else is', (file) => {
      const { description: _text, ...role } = readJson<JsonObject>(folder('roles', file))
      const reasons = readJson<Record<string, string>>(folder('reasons', file))
      expect([...new Set(grants(role))].sort()).toEqual(Object.keys(reasons).sort())
      expect(Object.entries(reasons).filter(([, reason]) => reason.trim().length < 10)).toEqual([])
    })

    it.each(['viewer', 'checker'] as const)('the %s grants nothing that writes', (kind) => {
      const words = dialects
        .flatMap((dialect) => grants(readJson(folder('roles', `${profile.roles[kind]}.${dialect}.json`))))
        .map((grant) => grant.replace(/^.*?: /, ''))
      expect(
        words
          .filter((word) => /all$|write|manage(?!dindex)|crud|create|delete|index_all|\*$/.test(word))
          .filter(isPrivilege),
      ).toEqual([])
    })
  })

  const rights = rightsOf(profile.name)

  const requests = (dialect: 'elasticsearch' | 'opensearch') =>
    rights
      .flatMap((right) => right[dialect] ?? [])
      .filter((question): question is Extract<Question, { request: string }> => 'request' in question)

  describe('rights', () => {
    it('are in these files and no others', () => {
      expect(readdirSync(folder('rights')).sort()).toEqual(rightFiles.map((file) => `${file}.json`))
    })

    it.each(rights.map((right) => [right.title, right] as const))(
      '%s: known kinds of account, one expectation for each, and questions',
      (_title, right) => {
        const named = [
          ...Object.keys(right.needed ?? {}),
          ...(right.refused ?? []),
          ...Object.keys(right.unavoidable ?? {}),
        ]
        expect(named.filter((kind) => !kinds.includes(kind))).toEqual([])
        expect(new Set(named).size).toBe(named.length)
        expect(named.length).toBeGreaterThan(0)
        expect(right.reason).not.toBe('')
        expect(dialects.flatMap((dialect) => right[dialect] ?? []).length).toBeGreaterThan(0)
      },
    )

    it('are only asked about on Elasticsearch, with GET', () => {
      expect(requests('elasticsearch').filter(({ request }) => !request.startsWith('GET '))).toEqual([])
    })

    it('are asked about in a request line that fits: Elasticsearch takes 4096 bytes (http.max_initial_line_length)', async () => {
      const search = readerOf({})
      const lengths: number[] = []
      const reader = {
        ...search,
        get: (path: string) => {
          lengths.push(`GET ${path} HTTP/1.1`.length)
          return Promise.resolve(reply('GET', path, ok({})))
        },
      }
      const context = {
        as: { search: reader as unknown as Writer },
        username: profile.users.service,
        stack: stackOf({ dashboards: { version: '10.10.10-SNAPSHOT', reader } }),
        lifecycle: true,
      }
      for (const question of rights.flatMap((right) => right.elasticsearch ?? [])) await ask(question, context)
      expect(lengths.length).toBeGreaterThan(30)
      expect(Math.max(...lengths)).toBeLessThan(3500)
    })

    it('are tried on OpenSearch only with requests that cannot succeed: about a name that nobody has, or about nothing', () => {
      const harmless = ({ request, body }: Extract<Question, { request: string }>) =>
        request.startsWith('GET ') ||
        /^(PUT|POST|DELETE) \S*\$\{probe\}/.test(request) ||
        JSON.stringify(body ?? null).includes('${probe}') ||
        request.includes('dry_run=true') ||
        JSON.stringify(body) === '{"query":{"match_none":{}}}'
      expect(requests('opensearch').filter((question) => !harmless(question))).toEqual([])
      // What would be accepted as it stands must name something that is not there: a missing pipeline, setting, type or sequence number.
      const puts = requests('opensearch').filter(({ request }) => request.startsWith('PUT '))
      const accepted = puts.filter(
        ({ request, body }) =>
          !/[?&]pipeline=\$\{probe\}/.test(request) &&
          !request.includes('if_seq_no=') &&
          !JSON.stringify(body).includes('${probe}') &&
          !/_snapshot\/\$\{probe\}\/\$\{probe\}$/.test(request),
      )
      expect(accepted).toEqual([])
      expect(puts.length).toBeGreaterThan(10)
    })
  })
})

describe('the rights of OpenVidu', () => {
  const documented = rightsOf('openvidu')
  it('name what the documented role lacks, and what it has too much', () => {
    const said = documented.flatMap(({ documented }) => documented ?? [])
    expect(said.some((text) => text.includes('openvidu-browser-logs*'))).toBe(true)
    expect(documented.find(({ title }) => title.includes('saved objects of every kind'))?.documented).toContain(
      'too broad',
    )
  })
})
