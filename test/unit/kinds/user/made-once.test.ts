import { describe, expect, it } from '@jest/globals'
import { withHandOver } from '../../../../src/kinds/mark.js'
import { user } from '../../../../src/kinds/user/user.js'
import type { JsonObject } from '../../../../src/json.js'
import { memoryEngine, ok, stackOf } from '../../fake-stack.js'

const name = 'openvidu'
const path = `/_security/user/${name}`
const mark = 'elkctl:openvidu:0123456789ab'
const marked = (elkctl: string): JsonObject => ({ roles: ['openvidu-role'], metadata: { elkctl } })
const ours = marked(withHandOver(mark, { destination: '0a1b2c3d', run: '00000001' }))
const theirs = marked(withHandOver(mark, { destination: '0a1b2c3d', run: '00000002' }))

/** Writes the user with a password, on a server where this one is there by now. */
async function write(there: JsonObject | undefined, planned?: JsonObject) {
  const engine = memoryEngine((method) =>
    method === 'GET' ? (there ? ok({ [name]: { username: name, ...there } }) : { status: 404, body: {} }) : ok({}),
  )
  const existing = planned && { body: planned }
  await user.api.elasticsearch?.write({ search: engine.writer }, stackOf({}), [{ name, body: ours, existing }], {
    password: 'secret',
  })
  return engine.requests
}

describe('a user that gets a password', () => {
  it.each([
    ['that is not there', undefined, undefined],
    ['that this run has made, and got no answer', ours, undefined],
    ['that is as it was planned for', marked(mark), marked(mark)],
  ])('%s: is written after another look', async (_what, there, planned) => {
    expect(await write(there, planned)).toEqual([`GET ${path}`, `PUT ${path}`])
  })

  it.each([
    ['made by another run since', theirs, undefined],
    ['made by another run since, which has handed over its password', marked(mark), undefined],
    ['written by another run since', theirs, marked('elkctl:openvidu:999999999999')],
  ])('%s: stays as it is', async (_what, there, planned) => {
    expect(await write(there, planned)).toEqual([`GET ${path}`])
  })

  it('made by a person since: is a conflict, and stays as it is', async () => {
    await expect(write({ roles: ['superuser'] })).rejects.toMatchObject({
      exit: 'conflict',
      message: 'Something else has written the user openvidu since it was compared.',
    })
  })
})
