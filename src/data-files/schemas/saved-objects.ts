import * as z from 'zod'
import { body, serverForm, text } from './words.js'

const references = z.array(serverForm({ name: text, type: text, id: text }))

/** A saved object as it is stored; its type and its id are in the name of the file. */
export const savedObject = serverForm({ attributes: body, references: references.optional() })

/** A line of an export. */
export const exportedObject = savedObject.extend({ type: text, id: text })
