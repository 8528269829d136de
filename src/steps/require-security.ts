import { ElkctlError } from '../errors.js'
import type { Stack } from '../stack/stack.js'

/** @throws ElkctlError where there are no users */
export function requireSecurity(stack: Stack): void {
  if (stack.security) return
  throw new ElkctlError(`${stack.flavor.title} at ${stack.search.url} has no security: there are no users and roles.`, {
    exit: 'usage',
    hint: 'Switch its security on first; until then anyone who reaches the stack can do anything.',
  })
}
