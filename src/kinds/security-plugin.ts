import type { JsonObject } from '../json.js'
import type { Stack } from '../stack/stack.js'
import type { Existing } from './kind.js'

/** `_plugins/_security/api` on OpenSearch, `_opendistro/_security/api` on Open Distro. */
export const securityApi = (stack: Stack): string => `${stack.flavor.pluginPath}/_security/api`

/** A role, user or mapping without what the security plugin adds to it. */
export function fromSecurityPlugin(object: JsonObject): Existing {
  const { reserved, hidden, static: builtIn, hash: _neverShown, ...body } = object
  return { body, reserved: reserved === true || hidden === true || builtIn === true }
}

/** The plugin keeps all objects of a kind in one document: the second of two writes at a time is refused (409, version conflict; seen on 2.19.4). */
export const oneAfterAnother = { writesTogether: true, removedInTurn: true } as const
