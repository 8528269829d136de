import { SettingsError } from '../../errors.js'
import type { Entry, Grammar } from './grammar.js'
import { yaml } from './yaml.js'

/**
 * The inputs of a TOSCA recipe, each with its default as its value: `topology_template.inputs.<name>.default`, or a bare list of inputs
 * (`<name>: { type, default }`) as documentation shows it. The rest of a recipe is neither read nor touched.
 * https://docs.oasis-open.org/tosca/TOSCA-Simple-Profile-YAML/v1.0/TOSCA-Simple-Profile-YAML-v1.0.html
 */
export const tosca: Grammar = {
  read: (text, path) => {
    const entries = yaml.read(text, path)
    const within = placeOfInputs(entries)
    if (within === undefined) {
      if (entries.length === 0) return []
      throw new SettingsError([
        {
          where: `${path}:1`,
          message:
            'this is not a TOSCA recipe: it has neither topology_template.inputs nor inputs (name: {type, default})',
        },
      ])
    }
    const isDefault = new RegExp(`^${within.replaceAll('.', '\\.')}([^.]+)\\.default$`)
    return entries.flatMap(({ name, value, line }) => {
      const input = isDefault.exec(name)?.[1]
      return input === undefined ? [] : [{ name: input, value, line }]
    })
  },
  replace: (text, values, path) => {
    const entries = yaml.read(text, path)
    const within = placeOfInputs(entries)
    if (within === undefined && entries.length === 0)
      return yaml.replace(
        text,
        paths(values, (name) => [`${name}.type`, `${name}.default`]),
        path,
      )
    const missing = Object.keys(values).filter(
      (input) => !entries.some(({ name }) => name.startsWith(`${within ?? ''}${input}.`)),
    )
    if (missing.length > 0)
      throw new SettingsError(
        [{ where: path, message: `it has no input ${missing.join(' and no input ')}` }],
        'Add the input (name, type and default) to the recipe, or use --credentials-file FILE.',
      )
    return yaml.replace(
      text,
      paths(values, (name) => [`${within ?? ''}${name}.default`]),
      path,
    )
  },
  howToSet: (name) => `give this input a default in the recipe, or set ${name} in the environment`,
  remarks: () => [],
}

/** The path in front of the names of inputs; undefined: there is none */
function placeOfInputs(entries: Entry[]): string | undefined {
  const inRecipe = 'topology_template.inputs.'
  if (entries.some(({ name }) => name.startsWith(inRecipe))) return inRecipe
  return entries.some(({ name }) => /^[^.]+\.(type|default)$/.test(name)) ? '' : undefined
}

const paths = (values: Record<string, string>, of: (name: string) => string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      of(name).map((path): [string, string] => [path, path.endsWith('.type') ? 'string' : value]),
    ),
  )
