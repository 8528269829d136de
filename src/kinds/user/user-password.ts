import { ApiError } from '../../errors.js'
import { expectOk, refusal } from '../../http/answer.js'
import type { Dialect } from '../../stack/flavors.js'
import { expectMap } from '../../http/shape.js'
import type { Stack, Writer } from '../../stack/stack.js'
import { fromSecurityPlugin } from '../security-plugin.js'
import { securityApi } from '../security-plugin.js'

/** How a password is changed, and nothing else of the user. @throws ApiError in the server's own words */
export interface PasswordApi {
  /** by an administrator */
  set: (writer: Writer, stack: Stack, username: string, password: string) => Promise<void>
  /** by the user itself: no privilege is needed */
  setOwn: (writer: Writer, stack: Stack, current: string, password: string) => Promise<void>
}

export const passwordApi: Record<Dialect, PasswordApi> = {
  elasticsearch: {
    set: async (writer, _stack, username, password) => {
      const path = `/_security/user/${encodeURIComponent(username)}/_password`
      expectOk(await writer.post(path, { password }), `The new password of ${username}`)
    },
    setOwn: async (writer, _stack, _current, password) => {
      expectOk(await writer.post('/_security/user/_password', { password }), 'The new password')
    },
  },
  opensearch: {
    // There is no request for the password alone that an administrator may send: the user is written as it is, with another password.
    set: async (writer, stack, username, password) => {
      const path = `${securityApi(stack)}/internalusers/${encodeURIComponent(username)}`
      const reply = await writer.get(path)
      const user = expectMap(reply, `Reading the user ${username}`)[username]
      if (user === undefined) throw refusal(reply, `Reading the user ${username}`)
      const { body, reserved } = fromSecurityPlugin(user)
      if (reserved)
        throw new ApiError(`The user ${username} is built in: its password cannot be changed here.`, {
          status: 403,
          hint: 'It is in the configuration of the security plugin (internal_users.yml).',
        })
      expectOk(await writer.put(path, { ...body, password }), `The new password of ${username}`)
    },
    setOwn: async (writer, stack, current, password) => {
      const body = { current_password: current, password }
      expectOk(await writer.put(`${securityApi(stack)}/account`, body), 'The new password')
    },
  },
}
