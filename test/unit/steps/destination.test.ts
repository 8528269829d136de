import { expect, it } from '@jest/globals'
import { destinationOf, replacedPassword, type DestinationOptions } from '../../../src/steps/destination.js'
import type { Settings } from '../../../src/settings/settings.js'

const names = (username: string | undefined) =>
  ({
    envFile: 'recipe.yaml',
    account: { username: 'sender' },
    fileAccount: username === undefined ? undefined : { username, password: 'chosen' },
  }) as Settings

const replaced = (
  options: DestinationOptions & Parameters<typeof replacedPassword>[1],
  username: string | undefined,
): string | undefined => replacedPassword(destinationOf(options, names(username)), options, names(username))

it('a password in the file that somebody chose for the new user is named before it is replaced', () => {
  expect(replaced({ writeEnv: true }, 'sender')).toBe(
    'the password of sender in recipe.yaml is replaced by a new one; to keep it, give it with --password-stdin',
  )
})

it.each([
  ['the file names nobody', { writeEnv: true }, undefined],
  ['the file names somebody else', { writeEnv: true }, 'elastic'],
  ['the new password goes elsewhere', { credentialsFile: 'new.env' }, 'sender'],
  ['it stays the same', { writeEnv: true, password: 'chosen' }, 'sender'],
  ['a new one was asked for', { writeEnv: true, resetPassword: true }, 'sender'],
] as const)('nothing is said where %s', (_what, options, username) => {
  expect(replaced(options, username)).toBeUndefined()
})
