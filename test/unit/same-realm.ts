import { types } from 'node:util'

/**
 * jest runs a test in a context of its own, where `instanceof Error` is false for the errors that Node itself throws
 * (https://github.com/jestjs/jest/issues/2549). Import this where such an error reaches the code under test: then it is told apart as it is
 * outside of jest.
 */
function recognise(known: ErrorConstructor | AggregateErrorConstructor): void {
  Object.defineProperty(known, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (Function.prototype[Symbol.hasInstance].call(this as () => void, value)) return true
      if (this !== known || !types.isNativeError(value)) return false
      return known === Error || value.name === known.name
    },
  })
}

recognise(Error)
recognise(AggregateError)
