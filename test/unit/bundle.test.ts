import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'

it('every file of the bundle can be loaded, also those that only some commands load', () => {
  const folder = join(packageFolder(), 'build/elkctl')
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  const script = `
    const broken = []
    for (const url of process.argv.slice(1)) await import(url).catch((error) => broken.push(url + ': ' + error.message))
    console.log(JSON.stringify(broken))`
  const urls = files.map((file) => pathToFileURL(join(folder, file)).href)
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, ...urls], { encoding: 'utf8' })
  expect(JSON.parse(output)).toEqual([])
  expect(files).toContain('program.js')
})
