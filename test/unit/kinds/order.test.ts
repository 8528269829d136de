import { expect, it } from '@jest/globals'
import { kinds } from '../../../src/kinds/index.js'

it.each(kinds.map((kind) => [kind.name, kind] as const))(
  '%s waits for kinds that stand before it',
  (_name, { name, after }) => {
    const names = kinds.map((kind) => kind.name)
    expect(after.filter((other) => !names.slice(0, names.indexOf(name)).includes(other))).toEqual([])
  },
)

const needed = kinds.filter(({ onlyFor }) => onlyFor === undefined).map(({ name }) => name)

it.each(['monitor', 'kibana connector', 'kibana rule', 'Grafana data source'])(
  '%s comes after all that the application needs',
  (name) => {
    const kind = kinds.find((one) => one.name === name)
    expect(needed.filter((other) => kind?.after.includes(other) !== true)).toEqual([])
  },
)
