import { Option, type Command } from 'commander'
import { plainFormats, type Format } from '../../report/formats/names.js'

/** What is printed. */
export const outputOptions = (command: Command, formats: readonly Format[] = plainFormats): Command =>
  command
    .optionsGroup('Output:')
    .addOption(new Option('--output <format>', 'print one document instead of text').choices(formats).default('text'))
    .addOption(new Option('--json', 'short for --output json').implies({ output: 'json' }).conflicts('quiet'))
    .option('-q, --quiet', 'print only the closing line and what went wrong')
    .option('-v, --verbose', 'log each request to stderr')
    .option('--no-color', 'no colours (NO_COLOR works too)')
