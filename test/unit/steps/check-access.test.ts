import { describe, expect, it } from '@jest/globals'
import type { Right } from '../../../src/data-files/schemas/rights.js'
import { rightsFor } from '../../../src/access/rights.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { accountKindOf } from '../../../src/steps/check-access.js'

const account = { username: 'openvidu', role: 'my-role', password: undefined }

describe('what an account is, by the roles that the server gives it', () => {
  it.each([
    [['my-role'], 'service'],
    [['my-role', 'superuser'], 'service'],
    [['openvidu-viewer-role'], 'viewer'],
    [['openvidu-checker-role'], 'checker'],
    [['superuser'], 'other'],
    [[], 'other'],
  ] as const)('%p: %s', (roles, kind) => {
    expect(accountKindOf([...roles], { account, profile: openvidu })).toBe(kind)
  })
})

describe('the rights that are asked about', () => {
  const right = (more: Partial<Right>): Right => ({ title: 't', reason: 'r', elasticsearch: [], ...more })

  it('have something to say about the kind of account', () => {
    const rights = [right({ needed: { service: 'x' } }), right({ refused: ['viewer'] }), right({ unavoidable: {} })]
    expect(rightsFor(rights, 'service', 'elasticsearch')).toEqual([rights[0]])
    expect(rightsFor(rights, 'viewer', 'elasticsearch')).toEqual([rights[1]])
  })

  it('have questions for the product; without any there is nothing to prove', () => {
    expect(rightsFor([right({ needed: { service: 'x' } })], 'service', 'opensearch')).toEqual([])
    expect(rightsFor([], 'service', 'elasticsearch')).toEqual([])
  })
})
