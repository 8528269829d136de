// Makes build/src, build/sandbox and build/test without looking at types, which takes most of the minute of `npm run build`: `npm run lint` looks at them.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { build } from 'esbuild'

const project = fileURLToPath(new URL('..', import.meta.url))
const folders = ['src', 'sandbox', 'test']

for (const folder of folders) rmSync(join(project, 'build', folder), { recursive: true, force: true })
await build({
  absWorkingDir: project,
  entryPoints: folders.flatMap((folder) =>
    readdirSync(join(project, folder), { encoding: 'utf8', recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  ),
  outdir: 'build',
  outbase: '.',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
})
