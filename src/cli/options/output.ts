import { Option, type Command } from 'commander'

/** What is printed. */
export const outputOptions = (command: Command): Command =>
  command
    .optionsGroup('Output:')
    .addOption(new Option('--json', 'print one JSON document instead of text').conflicts('quiet'))
    .option('-q, --quiet', 'print only the closing line and what went wrong')
    .option('-v, --verbose', 'log each request to stderr')
    .option('--no-color', 'no colours (NO_COLOR works too)')
