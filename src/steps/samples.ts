import type { Sample } from '../data-files/schemas/templates.js'
import { loadFolder } from '../engine/definitions.js'
import type { Settings } from '../settings/settings.js'

/** A document of each kind that the application writes. */
export const samplesOf = ({ profile, variables }: Settings, data: string | undefined): Sample[] =>
  loadFolder('templates/<profile>/checks', {
    profile: profile.name,
    variables,
    ...(data !== undefined && { folder: data }),
  }).map(({ body }) => body)
