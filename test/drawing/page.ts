import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { packageFolder } from '../../sandbox/package-folder.js'
import type { Picture } from './drawing.js'

const source = join(packageFolder(), 'test/drawing/page')

/** Installs what the page is made with, and bundles it. @throws Error when that fails */
export function bundlePage(folder: string): void {
  run('npm', ['ci', '--no-audit', '--no-fund'])
  run(join(source, 'node_modules/.bin/esbuild'), [
    'main.js',
    '--bundle',
    '--minify',
    '--loader:.woff2=dataurl',
    '--loader:.woff=empty',
    '--define:process.env.NODE_ENV="production"',
    `--outfile=${join(folder, 'page.js')}`,
  ])
}

function run(command: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: source, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stdout}${stderr}`)
}

/** The page that draws a picture. */
export const pageOf = (picture: Picture): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${picture.title}</title>
<link rel="stylesheet" href="page.css">
<body>
<script>window.picture = ${JSON.stringify(picture).replaceAll('<', '\\u003c')}</script>
<script src="page.js"></script>
</body>
</html>
`
