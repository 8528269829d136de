import { objectIn, type Json, type JsonObject } from '../../json.js'

/** A setting of the cluster: what was set last for now, then for good, then the default. */
export const clusterSetting = (settings: JsonObject, ...path: string[]): Json | undefined =>
  ['transient', 'persistent', 'defaults']
    .map((level) => objectIn(settings, level, ...path.slice(0, -1))[path.at(-1) ?? ''])
    .find((value) => value !== undefined)
