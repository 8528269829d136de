import { Option, type Command } from 'commander'
import { plainFormats, type Format } from '../../report/formats/names.js'

/** What is printed. */
export const outputOptions = (command: Command, formats: readonly Format[] = plainFormats): Command =>
  command
    .optionsGroup('Output:')
    .addOption(new Option('--output <format>', 'print one document instead of text').choices(formats).default('text'))
    .addOption(new Option('--json', 'short for --output json').implies({ output: 'json' }).conflicts('quiet'))
    .option('-q, --quiet', 'print only the closing line and what went wrong; of text alone')
    .option('-v, --verbose', 'log each request to stderr')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .hook('preAction', refuseQuietDocument)

/** A document is whole: a report without its findings would be read as one that found nothing. */
function refuseQuietDocument(_program: Command, command: Command): void {
  const { output, quiet } = command.opts<{ output?: Format; quiet?: boolean }>()
  if (quiet === true && output !== undefined && output !== 'text')
    command.error(`error: option '--output ${output}' cannot be used with option '-q, --quiet'`, {
      code: 'commander.conflictingOption',
    })
}
