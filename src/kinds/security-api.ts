import type { Stack } from '../stack/stack.js'

/** `_plugins/_security/api` on OpenSearch, `_opendistro/_security/api` on Open Distro. */
export const securityApi = (stack: Stack): string => `${stack.flavor.pluginPath}/_security/api`
