// Writes schemas/*.json from the schemas with which elkctl checks data files; a test fails while they differ.
import { writeFileSync } from 'node:fs'
import { fileURLToPath, URL } from 'node:url'
import { jsonSchemas } from '../build/src/data-files/json-schemas.js'

for (const [file, text] of await jsonSchemas())
  writeFileSync(fileURLToPath(new URL(`../schemas/${file}`, import.meta.url)), text)
