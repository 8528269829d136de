#!/bin/sh
':' //; exec node -- "$0" "$@"

// The two lines above: for the shell a command, for Node a string and a comment. Without the `--` Node 20 takes an `--env-file` that
// belongs to elkctl for its own, and ends with its own message and exit code 9 when the file is missing.
import { run } from '../build/elkctl/program.js'

process.exitCode = await run(process.argv)
