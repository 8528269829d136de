import { execFileSync } from 'node:child_process'

/** The files that `npm pack` would put into the package, relative to the project. Without its scripts: the bundle is built already. */
export function packedFiles(project) {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: project,
    encoding: 'utf8',
  })
  return JSON.parse(output)[0].files.map(({ path }) => path)
}
