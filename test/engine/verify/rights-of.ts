import type { LocalStack } from '../../../sandbox/stack.js'
import { loadFolder } from '../../../src/engine/definitions.js'
import { checkRights, type RightResult } from '../../../src/access/rights.js'
import type { AccountKind } from '../../../src/profiles/profile.js'
import { connectTo, detected } from '../../support/connection.js'
import { password } from './accounts.js'

/** The rights of a user that may not even ask which product answers, and with whom `elkctl verify` therefore cannot look at the stack. */
export async function rightsOf(
  stack: LocalStack,
  username: string,
  kind = username as AccountKind,
): Promise<RightResult[]> {
  const administrator = { username: stack.engine.username, password: stack.engine.password }
  const found = await detected(await connectTo(stack, administrator), administrator)
  const rights = loadFolder('roles/<profile>/rights', {
    profile: 'openvidu',
    variables: { probe: 'elkctl-probe-test', plugins: found.flavor.pluginPath, tenant: 'global_tenant' },
  }).flatMap(({ body }) => body.rights)
  return checkRights(rights, {
    as: await connectTo(stack, { username, password }),
    username,
    stack: found,
    lifecycle: true,
    kind,
    onResult: () => undefined,
  })
}
