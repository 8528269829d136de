const { join } = require('node:path')
const { isBuilt, load } = require('./load.js')

const args = process.argv.slice(2)
const asksForHelp = args[0] === 'help' || args.some((arg) => ['-h', '--help', '-V', '--version'].includes(arg))

if (isBuilt()) start(asksForHelp ? 'help' : 'program')
else {
  console.error(`Error: elkctl is not built yet.\n  In ${join(__dirname, '..')}: npm ci && npm run build`)
  process.exitCode = 1
}

function start(name) {
  load(name, { withCompiled: true, whole })
    .run(process.argv)
    .then((exitCode) => {
      process.exitCode = exitCode
    })
}

/** To load the whole program takes longer than bare Node does. Where the help comes to need it, it begins again as that; what waits for a part waits forever. */
function whole() {
  start('program')
  return new Promise(() => undefined)
}
