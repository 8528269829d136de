import { describe, expect, it } from '@jest/globals'
import { SettingsError } from '../../../../src/errors.js'
import { tosca } from '../../../../src/settings/grammars/tosca.js'
import '../../same-realm.js'

const recipe = `tosca_definitions_version: tosca_simple_yaml_1_0
imports: [{ types: "https://example.org/types.yaml" }]
topology_template:
  inputs:
    site:
      type: string
      default: "T3_XX_Example"
# Monitoring (NOTE this is optional)
    address:
      type: string 
      default: "host:port"

    secret:
      type: string
      default: 's3cret "with" quotes'
    ports: { type: list, default: [80, 443] }
    bare:
      type: string 
  node_templates:
    node:
      capabilities:
        endpoint: { properties: { ports: [{ protocol: tcp }] } }
      properties: { secret: { get_input: secret }, default: no input }
`
const fragment = `address:
  type: string
  default: "host:port"

secret:  
  type: string
  default: "password"
`

const refusal = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
}

describe('inputs of a TOSCA recipe', () => {
  it('are read by their names, with the lines of their defaults', () => {
    expect(tosca.read(recipe, 'recipe.yaml')).toEqual([
      { name: 'site', value: 'T3_XX_Example', line: 7 },
      { name: 'address', value: 'host:port', line: 11 },
      { name: 'secret', value: 's3cret "with" quotes', line: 15 },
      { name: 'ports', value: '80,443', line: 16 },
    ])
  })

  it('are read from a bare list of inputs too', () => {
    expect(tosca.read(fragment, 'recipe.yaml')).toEqual([
      { name: 'address', value: 'host:port', line: 3 },
      { name: 'secret', value: 'password', line: 7 },
    ])
  })

  it.each(['# nothing yet\n', ''])('%j has none', (text) => {
    expect(tosca.read(text, 'recipe.yaml')).toEqual([])
  })

  it.each(['address: es.example.org:9200\n', 'topology_template:\n  node_templates: { a: { type: b } }\n'])(
    '%j is another form',
    (text) => {
      expect(refusal(() => tosca.read(text, 'recipe.yaml'))).toEqual([
        {
          where: 'recipe.yaml:1',
          message:
            'this is not a TOSCA recipe: it has neither topology_template.inputs nor inputs (name: {type, default})',
        },
      ])
    },
  )
})

describe('another default of an input', () => {
  const secret = String.raw`a"b\c 'd' #e`

  it('is the only thing that changes in the recipe', () => {
    const written = tosca.replace(recipe, { secret }, 'recipe.yaml')
    expect(written).toBe(recipe.replace(`'s3cret "with" quotes'`, String.raw`"a\"b\\c 'd' #e"`))
    expect(tosca.read(written, 'recipe.yaml').find(({ name }) => name === 'secret')?.value).toBe(secret)
  })

  it('is the only thing that changes in a bare list', () => {
    expect(tosca.replace(fragment, { secret: '' }, 'recipe.yaml')).toBe(fragment.replace('"password"', '""'))
  })

  it('is added to an input that has none', () => {
    expect(tosca.replace(recipe, { bare: 'x' }, 'recipe.yaml')).toBe(
      recipe.replace('    bare:\n      type: string \n', '    bare:\n      type: string \n      default: "x"\n'),
    )
  })

  it('has no place where the recipe lacks the input', () => {
    expect(refusal(() => tosca.replace(recipe, { login: 'x', secret }, 'recipe.yaml'))).toEqual([
      { where: 'recipe.yaml', message: 'it has no input login' },
    ])
  })

  it('makes inputs of an empty text', () => {
    expect(tosca.replace('# ours\n', { login: 'x', secret }, 'own')).toBe(
      `# ours\nlogin:\n  type: "string"\n  default: "x"\nsecret:\n  type: "string"\n  default: ${JSON.stringify(secret)}\n`,
    )
  })
})
