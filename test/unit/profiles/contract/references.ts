import type { Definition } from '../../../../src/engine/definitions.js'
import { isObject, objectIn, objectsIn, valueIn, wordsIn, type Json, type JsonObject } from '../../../../src/json.js'
import { matchesAny, patternsOverlap } from '../../../../src/patterns.js'
import { dialects } from '../../../../src/stack/flavors.js'
import { bodiesOf, objectsOf, type Application } from '../applications.js'
import { withoutDated } from './pairs.js'

const templateKinds = ['index template', 'legacy template']

const namesOf = (objects: Definition[]): string[] => objects.map(({ name }) => name)

/** What a template of either form gives an index. */
const settingsOf = ({ body }: Definition): JsonObject =>
  objectIn(isObject(body['template']) ? body['template'] : body, 'settings', 'index')

const patternsOf = ({ body }: Definition): readonly string[] => wordsIn(body['index_patterns'])

/** A template names policies and pipelines that there are. */
export const templates = (application: Application): string[] =>
  dialects.flatMap((dialect) => {
    const known = (kind: string) => namesOf(objectsOf(application, dialect, [kind]))
    const [policies, pipelines] = [known('lifecycle policy'), known('ingest pipeline')]
    return objectsOf(application, dialect, templateKinds).flatMap((template) => {
      const settings = settingsOf(template)
      const named = [
        ['policy', policies, valueIn(settings, 'lifecycle', 'name')],
        ['pipeline', pipelines, settings['default_pipeline']],
        ['pipeline', pipelines, settings['final_pipeline']],
      ] as const
      return named
        .filter(([, there, name]) => name !== undefined && !there.includes(String(name)))
        .map(([what, , name]) => `${dialect}: ${template.name} names the ${what} ${String(name)}, which is not there`)
    })
  })

/** A pipeline calls pipelines that there are. */
export const pipelines = (application: Application): string[] => {
  const all = objectsOf(application, 'elasticsearch', ['ingest pipeline'])
  return all.flatMap(({ name, body }) =>
    calledIn(body)
      .filter((called) => !namesOf(all).includes(called))
      .map((called) => `the pipeline ${name} calls ${called}, which is not there`),
  )
}

function calledIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(calledIn)
  if (!isObject(value)) return []
  const called = valueIn(value, 'pipeline', 'name')
  return [...(typeof called === 'string' ? [called] : []), ...Object.values(value).flatMap(calledIn)]
}

/** A policy is for the same indices on both products: templates attach it on one, its own patterns on the other. */
export const policies = (application: Application): string[] => {
  const attached = objectsOf(application, 'elasticsearch', templateKinds)
  const taken = objectsOf(application, 'opensearch', ['lifecycle policy'])
  return [...new Set(namesOf(taken).map(withoutDated))].flatMap((name) => {
    const there = taken
      .filter((policy) => withoutDated(policy.name) === name)
      .flatMap(({ body }) => objectsIn(valueIn(body, 'policy', 'ism_template')))
      .flatMap((one) => wordsIn(one['index_patterns']))
    const here = attached
      .filter((template) => valueIn(settingsOf(template), 'lifecycle', 'name') === name)
      .flatMap(patternsOf)
    return [
      ...here.filter((one) => !matchesAny(there, one)).map((one) => `${name}: ISM does not take ${one}`),
      ...there.filter((one) => !patternsOverlap([one], here)).map((one) => `${name}: no template attaches ${one}`),
    ]
  })
}

/** Each index template has a document that shows what becomes of it, and each document a template. */
export const checks = (application: Application): string[] => {
  const samples = bodiesOf('templates/<profile>/checks', application)
  return dialects.flatMap((dialect) => {
    const all = objectsOf(application, dialect, templateKinds)
    const known = namesOf(objectsOf(application, dialect, ['ingest pipeline']))
    // The second template of a series is the first one with other lifecycle settings.
    const composable = all.filter(({ kind, name }) => kind.name === 'index template' && !name.endsWith('-series'))
    return [
      ...samples
        .filter(({ body }) => !all.some((template) => matchesAny(patternsOf(template), body.index)))
        .map(({ name }) => `${dialect}: no template is for the index of the check ${name}`),
      ...samples
        .filter(({ body: { pipeline } }) => pipeline !== undefined && !known.includes(pipeline))
        .map(({ name, body }) => `${dialect}: the check ${name} names the pipeline ${String(body.pipeline)}`),
      ...composable
        .filter((template) => !samples.some(({ body }) => matchesAny(patternsOf(template), body.index)))
        .map(({ name }) => `${dialect}: no check is for the index template ${name}`),
    ]
  })
}
