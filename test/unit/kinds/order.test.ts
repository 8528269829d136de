import { expect, it } from '@jest/globals'
import { kinds } from '../../../src/kinds/index.js'

it.each(kinds.map((kind) => [kind.name, kind] as const))(
  '%s waits for kinds that stand before it',
  (_name, { name, after }) => {
    const names = kinds.map((kind) => kind.name)
    expect(after.filter((other) => !names.slice(0, names.indexOf(name)).includes(other))).toEqual([])
  },
)
