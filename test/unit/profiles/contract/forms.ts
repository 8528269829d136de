import { checkDataFiles } from '../../../../src/engine/check-data.js'
import { defaultVariables } from '../../../support/default-variables.js'
import { checkForm } from '../../check-form.js'
import type { Application } from '../applications.js'

/** Every file has the form of its folder: elkctl's own are not checked again when they are read. */
export function forms({ profile, folder }: Application): string[] {
  try {
    checkDataFiles({ folder, profile: profile.name, variables: defaultVariables(profile) }, checkForm)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}
