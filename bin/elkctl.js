#!/bin/sh
':' //; exec node -- "$0" "$@"

// The two lines above: for the shell a command, for Node a string and a comment. Without the `--` Node 20 looks into the file of an `--env-file` that
// belongs to elkctl, and ends with its own message and exit code 9 when it is missing.
//
// The rest is what every Node can read (ES5, CommonJS: see package.json beside it), so that an old one gets a sentence and not a syntax error.
var found = process.versions.node
var parts = found.split('.')
// 20.12 brought the folder of a directory entry (parentPath).
if (parts[0] > 20 || (parts[0] == 20 && parts[1] >= 12)) require('./start.js')
else {
  console.error(
    'Error: elkctl needs Node 20.12 or newer, and this is Node ' + found + ' (' + process.execPath + ').\n' +
      '  Install a newer Node, or take the single file elkctl-linux-x64, which needs none.'
  )
  process.exitCode = 6
}
