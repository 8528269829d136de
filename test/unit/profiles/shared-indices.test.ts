import { describe, expect, it } from '@jest/globals'
import type { Definition } from '../../../src/engine/definitions.js'
import { objectIn, objectsIn, wordsIn, type Json, type JsonObject } from '../../../src/json.js'
import { patternsOverlap } from '../../../src/patterns.js'
import '../same-realm.js'
import { applications, objectsOf } from './applications.js'

/** Path of each field → its definition, without what is below it. */
function fieldsIn(properties: JsonObject, above = ''): [string, string][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const { properties: inner, ...rest } = field as JsonObject
    const path = `${above}${name}`
    const own: [string, string] = [path, Object.keys(rest).length === 0 ? 'an object' : JSON.stringify(rest)]
    return [own, ...fieldsIn((inner ?? {}) as JsonObject, `${path}.`)]
  })
}

/** Of a field that no template knows: what is made of it, by the name of the rule. */
const guessesIn = (mappings: Json | undefined): [string, string][] =>
  objectsIn(objectIn(mappings)['dynamic_templates']).flatMap((rules) =>
    Object.entries(rules).map(([name, rule]): [string, string] => [`the rule ${name}`, JSON.stringify(rule)]),
  )

/** Fields of which two legacy templates for the same indices, which the server merges, say different things. */
function clashes({ body: a }: Definition, { body: b }: Definition): string[] {
  if (!patternsOverlap(wordsIn(a['index_patterns']), wordsIn(b['index_patterns']))) return []
  const [ours, theirs] = [a, b].map(
    ({ mappings }) => new Map([...fieldsIn(objectIn(mappings, 'properties')), ...guessesIn(mappings)]),
  )
  return [...(ours ?? [])].flatMap(([path, field]) => {
    const other = theirs?.get(path)
    return other === undefined || other === field ? [] : [`${path}: ${field}, and ${other}`]
  })
}

describe('two applications with the same indices', () => {
  const legacy = (index: number) =>
    objectsOf(applications[index] ?? raise(), 'opensearch').filter(({ kind }) => kind.name === 'legacy template')
  const pairs = applications.flatMap((one, at) =>
    applications
      .slice(at + 1)
      .map((other, more): [string, Definition[], Definition[]] => [
        `${one.profile.name} and ${other.profile.name}`,
        legacy(at),
        legacy(at + 1 + more),
      ]),
  )

  it.each(pairs)('say the same of every field that both know: %s', (_names, ours, theirs) => {
    expect(ours.flatMap((one) => theirs.flatMap((other) => clashes(one, other)))).toEqual([])
  })

  it('OpenVidu and DODAS both know the fields of Metricbeat; one that another says otherwise is found', () => {
    const [openvidu, dodas] = [legacy(0), legacy(1)].map((some) => some.find(({ name }) => name.includes('metricbeat')))
    if (openvidu === undefined || dodas === undefined) return raise()
    const changed = JSON.parse(JSON.stringify(dodas.body).replace('"scaled_float"', '"double"')) as JsonObject
    expect(clashes(openvidu, { ...dodas, body: changed })).toHaveLength(1)
  })
})

function raise(): never {
  throw new Error('no such application')
}
