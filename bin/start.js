const { join } = require('node:path')
const { isBuilt, load } = require('./load.js')

if (isBuilt())
  load(true)
    .run(process.argv)
    .then((exitCode) => {
      process.exitCode = exitCode
    })
else {
  console.error(`Error: elkctl is not built yet.\n  In ${join(__dirname, '..')}: npm ci && npm run build`)
  process.exitCode = 1
}
