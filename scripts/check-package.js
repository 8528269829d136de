import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** What belongs into the package; everything else is a mistake. */
const known =
  /^(((dashboards|templates)\/)?README\.md|docs\/[\w-]+\.md|CHANGELOG\.md|LICENSE|package\.json|bin\/((compile|elkctl|load|start)\.js|package\.json)|build\/elkctl\/((program|help)(\.cjs|-[\w.-]+\.v8)|[\w-]+\.txt|elkctl\.1)|(templates|roles|dashboards|schemas)\/.*\.json)$/

/** Installs a packed elkctl, looks at what is in it, and runs it. @throws Error it is not what it should be */
export function checkPackage(archive, project) {
  const scratch = mkdtempSync(join(tmpdir(), 'elkctl-package-'))
  try {
    execFileSync('npm', ['install', '-g', '--prefix', scratch, '--offline', '--silent', archive])
    const installed = join(scratch, 'lib/node_modules/elkctl')
    const files = filesBelow(installed)
    const unknown = files.filter((file) => !known.test(file))
    if (unknown.length > 0) throw new Error(`does not belong into the package: ${unknown.join(', ')}`)
    const wanted = ['templates', 'roles', 'dashboards', 'schemas'].flatMap((folder) =>
      filesBelow(join(project, folder)).map((file) => join(folder, file)),
    )
    const missing = [...wanted, 'README.md', 'LICENSE', 'CHANGELOG.md'].filter((file) => !files.includes(file))
    if (missing.length > 0) throw new Error(`missing in the package: ${missing.join(', ')}`)
    if (files.filter((file) => file.endsWith('.v8')).length !== 2)
      throw new Error('npm did not have the program and its help compiled')
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    const said = execFileSync(join(scratch, 'bin/elkctl'), ['--version'], { encoding: 'utf8' }).trim()
    if (said !== version) throw new Error(`the package says that it is ${said}, and package.json ${version}`)
    const [, first] = /^## (.*)$/m.exec(readFileSync(join(installed, 'CHANGELOG.md'), 'utf8')) ?? []
    if (first !== version) throw new Error(`CHANGELOG.md begins with ${first}, and package.json says ${version}`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
