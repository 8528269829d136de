import { readFileSync } from 'node:fs'
import { filesIn } from '../../../../src/data-files/files.js'
import { ofProfile } from '../../../../src/data-files/folder.js'
import { dataFolders, formOf, type DataFolder } from '../../../../src/data-files/forms.js'
import { knownVariants } from '../../../../src/engine/definitions.js'
import { dialects } from '../../../../src/stack/flavors.js'
import { stemsOf, type Application } from '../applications.js'

/** What the products write in forms of their own stands in a file for each: roles, users, lifecycle policies. */
const differ = (form: DataFolder): boolean => formOf(form, '', 'elasticsearch') !== formOf(form, '', 'opensearch')

/** ISM has a policy of its own for indices that are not rolled over: `<name>-dated` belongs to `<name>`, which ILM has alone. */
export const withoutDated = (name: string): string => name.replace(/-dated(?=$|-policy$)/, '')

/** Each file for one product has its pair for the other. */
export const pairs = (application: Application): string[] =>
  dataFolders.filter(differ).flatMap((form) => {
    const stems = stemsOf(application, form)
    const names = new Set(stems.map((stem) => stem.replace(/\.(elasticsearch|opensearch)$/, '')))
    return [...names].flatMap((name) =>
      dialects
        .filter((dialect) => !stems.includes(`${dialect === 'opensearch' ? name : withoutDated(name)}.${dialect}`))
        .map((dialect) => `${form}: ${name} has no file for ${dialect}`),
    )
  })

/** Retention of 0 days keeps everything: a policy that names the days would delete at once, but for a part that does not stand then. */
export const keeping = (application: Application): string[] => {
  const form = 'templates/<profile>/lifecycle-policies'
  const stems = stemsOf(application, form)
  const choosing = filesIn(application.folder, ofProfile(form, application.profile.name))
    .filter(({ path }) => readFileSync(path, 'utf8').includes('"$if": "${retentionDays}"'))
    .map(({ stem }) => stem)
  const isKeeping = (stem: string) => knownVariants.some((variant) => stem.split('.').includes(variant))
  return stems
    .filter((stem) => !isKeeping(stem) && !choosing.includes(stem))
    .map((stem) => stem.replace(/\.(elasticsearch|opensearch)$/, '.keep.$1'))
    .filter((stem) => !stems.includes(stem))
    .map((stem) => `${form}: there is no ${stem}, for 0 days`)
}
