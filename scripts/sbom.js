import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What is in a release, as CycloneDX: of all packages in the lock file those of which something is in the bundle, and the Node of the single file. npm calls
 * them development packages, because the bundle is made before the package is packed.
 */
export function sbom(project) {
  const output = execFileSync('npm', ['sbom', '--offline', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  const all = JSON.parse(output)
  const inside = bundled(project)
  const components = all.components.filter((component) => inside.has(refOf(component)))
  const absent = [...inside].filter((ref) => !components.some((component) => refOf(component) === ref))
  if (absent.length > 0) throw new Error(`in the bundle and not in the lock file: ${absent.join(', ')}`)
  const own = all.metadata.component
  return {
    ...all,
    metadata: { ...all.metadata, component: { ...own, name: 'elkctl', type: 'application' } },
    components: [
      ...components.map((component) => ({ ...component, scope: 'required', properties: [] })),
      nodeComponent(),
    ],
    dependencies: [
      { ref: own['bom-ref'], dependsOn: [...components.map((component) => component['bom-ref']), nodeRef] },
    ],
  }
}

const refOf = ({ name, version }) => `${name}@${version}`

/** The packages whose licences stand beside the bundle. */
function bundled(project) {
  const sections = readFileSync(join(project, 'build/elkctl/LICENSES.txt'), 'utf8')
    .split(`\n\n${'-'.repeat(80)}\n`)
    .slice(1)
  return new Set(sections.map((section) => section.split(' ').slice(0, 2).join('@')))
}

const node = process.versions.node
const nodeRef = `node@${node}`

const nodeComponent = () => ({
  'bom-ref': nodeRef,
  type: 'platform',
  name: 'node',
  version: node,
  description: 'only in the single file; its own parts are in process.versions',
  purl: `pkg:generic/node@${node}`,
  licenses: [{ license: { id: 'MIT' } }],
})
