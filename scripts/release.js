// `npm run release`: everything that is handed out, in build/release, with its checksums and an SBOM. It asks no registry.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { checkPackage } from './check-package.js'
import { sbom } from './sbom.js'

const project = fileURLToPath(new URL('..', import.meta.url))
const release = join(project, 'build/release')
const { name, version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))

rmSync(release, { recursive: true, force: true })
mkdirSync(release, { recursive: true })
execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', release], { cwd: project })
const archive = join(release, `${name}-${version}.tgz`)
checkPackage(archive, project)
execFileSync(process.execPath, ['scripts/single-file/build.js'], { cwd: project, stdio: ['ignore', 'ignore', 'pipe'] })
for (const file of ['Dockerfile', 'build/elkctl/elkctl.1'])
  copyFileSync(join(project, file), join(release, String(file.split('/').at(-1))))
writeFileSync(join(release, `${name}-${version}.cdx.json`), `${JSON.stringify(sbom(project), null, 2)}\n`)

const sums = readdirSync(release)
  .sort()
  .map((file) => `${sha256(join(release, file))}  ${file}\n`)
writeFileSync(join(release, 'SHA256SUMS'), sums.join(''))
process.stdout.write(sums.join(''))

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
