import { dataFolders, formOf, type DataFolder } from '../../../../src/data-files/forms.js'
import { knownVariants } from '../../../../src/engine/definitions.js'
import { dialects } from '../../../../src/stack/flavors.js'
import { stemsOf, type Application } from '../applications.js'

/** What the products write in forms of their own stands in a file for each: roles, users, lifecycle policies. */
const differ = (form: DataFolder): boolean => formOf(form, '', 'elasticsearch') !== formOf(form, '', 'opensearch')

/** Each file for one product has its pair for the other. */
export const pairs = (application: Application): string[] =>
  dataFolders.filter(differ).flatMap((form) => {
    const stems = stemsOf(application, form)
    const names = new Set(stems.map((stem) => stem.replace(/\.(elasticsearch|opensearch)$/, '')))
    return [...names].flatMap((name) =>
      dialects
        .filter((dialect) => !stems.includes(`${name}.${dialect}`))
        .map((dialect) => `${form}: ${name} has no file for ${dialect}`),
    )
  })

/** Retention of 0 days keeps everything: a policy that names the days would delete at once. */
export const keeping = (application: Application): string[] => {
  const form = 'templates/<profile>/lifecycle-policies'
  const stems = stemsOf(application, form)
  const isKeeping = (stem: string) => knownVariants.some((variant) => stem.split('.').includes(variant))
  return stems
    .filter((stem) => !isKeeping(stem))
    .map((stem) => stem.replace(/\.(elasticsearch|opensearch)$/, '.keep.$1'))
    .filter((stem) => !stems.includes(stem))
    .map((stem) => `${form}: there is no ${stem}, for 0 days`)
}
