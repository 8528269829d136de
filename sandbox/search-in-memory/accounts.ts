import type { Asked, Reply } from './reply.js'

/** Users, their passwords and their roles. */
export interface Accounts {
  /** @returns the name, or what is answered to who has none */
  signIn: (authorization: string | undefined, path: string) => string | Reply
  /** what is asked of accounts */
  answer: (asked: Asked) => Reply
  /** the password with which this user can sign in */
  passwordOf: (name: string) => string | undefined
  /** as they were after the start */
  clear: () => void
}

export interface Administrator {
  username: string
  password: string
}

export function fromBasic(authorization: string): { name: string; password: string } {
  const text = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8')
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(text) ?? []
  return { name, password }
}
