import { cpSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { Linter } from 'eslint'
import { packageFolder } from '../../sandbox/package-folder.js'
import { temporaryFolder } from './temporary-folder.js'

const entry = join(packageFolder(), 'bin/elkctl.js')
const code = readFileSync(entry, 'utf8').replace(/^#!.*/, '')

/** Runs the entry as a Node of this version would, which can read it. */
function startedBy(node: string): { exitCode: unknown; said: string[]; required: string[] } {
  const [said, required]: [string[], string[]] = [[], []]
  const process = { versions: { node }, execPath: '/usr/bin/node', exitCode: undefined }
  const require = (file: string) => required.push(file)
  runInContext(code, createContext({ process, require, console: { error: (text: string) => said.push(text) } }))
  return { exitCode: process.exitCode, said, required }
}

describe('bin/elkctl.js', () => {
  it('has nothing in it that Node 4 could not read', () => {
    const messages = new Linter().verify(code, { languageOptions: { ecmaVersion: 5, sourceType: 'script' } })
    expect(messages).toEqual([])
    expect(new Linter().verify('const a = 1', { languageOptions: { ecmaVersion: 5 } })).toHaveLength(1)
  })

  it.each(['8.10.0', '10.24.1', '12.22.12', '14.21.3', '16.20.2', '18.20.8', '20.11.1'])(
    'says to Node %s that it is too old',
    (node) => {
      expect(startedBy(node)).toEqual({
        exitCode: 6,
        said: [
          `Error: elkctl needs Node 20.12 or newer, and this is Node ${node} (/usr/bin/node).\n  Install a newer Node, or take the single file elkctl-linux-x64, which needs none.`,
        ],
        required: [],
      })
    },
  )

  it.each(['20.12.0', '24.1.0', '100.0.0'])('starts the program with Node %s', (node) => {
    expect(startedBy(node)).toEqual({ exitCode: undefined, said: [], required: ['./start.js'] })
  })
})

describe('a checkout that is not built', () => {
  const { path } = temporaryFolder()

  it('says how to build it', () => {
    cpSync(join(packageFolder(), 'bin'), path('bin'), { recursive: true })
    const { status, stdout, stderr } = spawnSync(path('bin/elkctl.js'), ['plan'], { encoding: 'utf8' })
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: elkctl is not built yet.\n  In ${path()}: npm ci && npm run build\n`,
    })
  })
})
