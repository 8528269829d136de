import { readdirSync } from 'node:fs'
import { loadDefinitions, loadFolder, type Definition } from '../../../src/engine/definitions.js'
import { filesIn } from '../../../src/data-files/files.js'
import { ofProfile } from '../../../src/data-files/folder.js'
import type { BodyIn, DataFolder } from '../../../src/data-files/forms.js'
import { profiles } from '../../../src/profiles/index.js'
import type { Profile } from '../../../src/profiles/profile.js'
import { findProfile } from '../../../src/settings/find-profile.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import { defaultVariables } from '../../support/default-variables.js'
// Jest cannot link a module (zod) that two others load at the same time: this one is loaded first.
import '../check-form.js'
import { fixture, projectFolder } from '../fixtures.js'

/** A profile, and the folder that holds its data files. */
export interface Application {
  profile: Profile
  folder: string
}

/** elkctl's own, and one of a user's. */
export const applications: Application[] = [
  ...profiles.map((profile) => ({ profile, folder: projectFolder })),
  ...(await Promise.all(
    readdirSync(fixture('applications')).map(async (name) => {
      const folder = fixture('applications', name)
      return { profile: await findProfile({ data: folder }), folder }
    }),
  )),
]

export const applicationCases = applications.map((one): [string, Application] => [one.profile.name, one])

/** The names of its files of this form, with variant and dialect: `app_policy.keep.opensearch`. */
export const stemsOf = ({ profile, folder }: Application, form: DataFolder): string[] =>
  filesIn(folder, ofProfile(form, profile.name))
    .map(({ stem }) => stem)
    .sort()

/** Its objects of these kinds. @throws ElkctlError files are broken */
export const objectsOf = (application: Application, dialect: Dialect, only?: string[]): Definition[] =>
  loadDefinitions({
    profile: application.profile.name,
    folder: application.folder,
    dialect,
    variables: defaultVariables(application.profile),
    variants: [],
    rename: {},
    ...(only && { only }),
  })

/** Its files of a form that no kind has. @throws ElkctlError files are broken */
export const bodiesOf = <Form extends DataFolder>(
  form: Form,
  application: Application,
): { name: string; body: BodyIn<Form> }[] =>
  loadFolder(form, {
    profile: application.profile.name,
    folder: application.folder,
    variables: {
      ...defaultVariables(application.profile),
      probe: 'probe',
      plugins: '/_plugins',
      tenant: 'global_tenant',
    },
  })
