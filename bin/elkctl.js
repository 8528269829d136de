#!/usr/bin/env node
import { run } from '../build/src/cli.js'

process.exitCode = await run(process.argv)
