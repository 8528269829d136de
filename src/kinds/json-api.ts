import { capitalized } from '../capitalized.js'
import type { JsonObject } from '../json.js'
import { expectGone, expectMade } from '../http/answer.js'
import type { Stack } from '../stack/stack.js'
import type { ObjectToWrite, ResourceApi, Secret } from './kind.js'
import { readingOf, type ObjectsIn } from './reading.js'

/** Objects that are listed at one path, and put and removed by name below it. */
export interface JsonObjects {
  one: string
  many: string
  path: (stack: Stack) => string
  objects: ObjectsIn
  /** query string of the list */
  listQuery?: (stack: Stack) => string
  /** query string with which an object is put */
  putQuery?: (stack: Stack, object: ObjectToWrite) => string
  /** what is sent of an object; default: its body */
  sent?: (object: ObjectToWrite, secret: Secret) => JsonObject
  /** these answers to the list mean that the server does not have the feature, which is called so */
  absent?: { statuses: number[]; feature: string }
}

export const jsonApi = (kind: JsonObjects): Required<Pick<ResourceApi, 'read' | 'write' | 'remove'>> => ({
  read: async (stack) => {
    const path = kind.path(stack)
    const reply = await stack.search.get(`${path}${kind.listQuery?.(stack) ?? ''}`)
    return kind.absent?.statuses.includes(reply.status)
      ? {
          status: 'absent',
          reason: `this server has no ${kind.absent.feature} (${path} answers ${reply.status})`,
        }
      : readingOf(reply, kind.many, kind.objects)
  },
  write: async ({ search }, stack, objects, secret) => {
    for (const object of objects) {
      const path = `${pathOf(kind, stack, object.name)}${kind.putQuery?.(stack, object) ?? ''}`
      const body = kind.sent?.(object, secret) ?? object.body
      expectMade(await search.put(path, body), `${capitalized(kind.one)} ${object.name}`)
    }
  },
  remove: async ({ search }, stack, name) => {
    expectGone(await search.delete(pathOf(kind, stack, name)), `Removing the ${kind.one} ${name}`)
  },
})

const pathOf = (kind: JsonObjects, stack: Stack, name: string): string =>
  `${kind.path(stack)}/${encodeURIComponent(name)}`
