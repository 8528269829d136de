import { wordsIn, type JsonObject } from '../../json.js'
import type { Mark } from '../mark.js'

const prefix = 'elkctl-alert:'

/** The tag that says which rule of elkctl's it is: in a space, Kibana 8.0 gave each rule another id when it was updated (elastic/kibana#100067). */
export const nameTag = (name: string): string => `${prefix}${name}`

/** undefined: it has no such tag */
export const nameOf = ({ tags }: JsonObject): string | undefined =>
  wordsIn(tags)
    .find((tag) => tag.startsWith(prefix))
    ?.slice(prefix.length)

const isMark = (tag: string): boolean => /^elkctl:[\w-]+:[0-9a-f]+/.test(tag)

/** Among the tags, where people see it and can look for it. */
export const tagMark: Mark = {
  read: ({ tags }) => wordsIn(tags).find(isMark),
  put: (body, mark) => ({ ...body, tags: [...wordsIn(body['tags']).filter((tag) => !isMark(tag)), mark] }),
  strip: (body) => ({ ...body, tags: wordsIn(body['tags']).filter((tag) => !isMark(tag)) }),
}
