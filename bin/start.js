const { existsSync } = require('node:fs')
const { join } = require('node:path')

const project = join(__dirname, '..')
if (existsSync(join(project, 'build', 'elkctl', 'program.js')))
  import('../build/elkctl/program.js')
    .then(({ run }) => run(process.argv))
    .then((exitCode) => {
      process.exitCode = exitCode
    })
else {
  console.error(`Error: elkctl is not built yet.\n  In ${project}: npm ci && npm run build`)
  process.exitCode = 1
}
