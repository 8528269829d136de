import { expect, it } from '@jest/globals'
import type { AccountKind } from '../../../src/profiles/profile.js'
import { dodas } from '../../../src/profiles/dodas/index.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { checkRoleName } from '../../../src/steps/check-role-name.js'

it.each([
  [
    dodas,
    'service',
    'dodas-checker-role',
    '"dodas-checker-role" is nearly dodas-checker, the role of a checker account',
  ],
  [
    dodas,
    'service',
    'dodas-viwer',
    'nearly dodas-viewer, the role of a viewer account, and would get the rights of dodas',
  ],
  [dodas, 'service', 'dodas-checker', '"dodas-checker" is the role of a checker account, and would get'],
  [openvidu, 'viewer', 'openvidu-checker', 'nearly openvidu-checker-role'],
  [openvidu, 'viewer', 'openvidu-role', '"openvidu-role" is the role of a service account'],
] as const)('%# refuses a name that promises other rights', (profile, kind, role, says) => {
  expect(() => {
    checkRoleName(role, kind, profile)
  }).toThrow(expect.objectContaining({ exit: 'usage', message: expect.stringContaining(says) as unknown }))
})

it.each<[AccountKind, string | undefined]>([
  ['service', undefined],
  ['service', 'openvidu-role'],
  ['service', 'second-role'],
  ['service', 'openvidu'],
  ['viewer', 'openvidu-viewer'],
  ['viewer', 'sue-role'],
  ['checker', 'openvidu-checker-role'],
])('takes for a %s account the role %s', (kind, role) => {
  expect(() => {
    checkRoleName(role, kind, openvidu)
  }).not.toThrow()
})
