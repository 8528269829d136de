import { Command, CommanderError, Option } from 'commander'
import { accessCommands } from './user-commands.js'
import { connectionOptions } from './options/connection.js'
import type { InitOptions } from '../commands/init.js'
import type { StackOptions } from '../steps/read-settings.js'
import type { SecretOptions } from './read-secrets.js'
import type { VerifyOptions } from '../commands/verify.js'
import type { LoadOptions } from '../commands/sample-data/sample-data.js'
import { exitCodes, SettingsError } from '../errors.js'
import { execute, type OutputOptions } from './execute.js'
import { output } from './output.js'
import { version } from './version.js'

/** Every command and its options. What a command needs is loaded when it runs: `--help` must not pay for it. */
export function program(finish: (exitCode: number) => void): Command {
  const elkctl = new Command('elkctl')
    .description('Makes an external Elastic Stack or OpenSearch ready for OpenVidu Pro')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(--help shows the options)')
    .addHelpText(
      'after',
      `\nExit codes:\n${Object.values(exitCodes)
        .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
        .join('\n')}`,
    )

  installation(
    elkctl
      .command('init')
      .description(
        'make the stack ready: policies, pipelines, templates, role, user, dashboards; a second run changes nothing',
      ),
  )
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'do not ask')
    .option('--write-env', 'put the new user and its password into the configuration file (a backup is kept)')
    .option('--credentials-file <file>', 'put them into a new file of mode 600 instead')
    .option('--password-stdin', 'read the new user’s password from standard input instead of making one')
    .option('--reset-password', 'give the user a new password although it exists')
    .option('--reindex-events', 'reindex an index openvidu that is older than its template; OpenVidu must be stopped')
    .action(async (options: InitOptions & OutputOptions & SecretOptions) => {
      finish(await execute('init', options, async () => (await import('../commands/init.js')).init))
    })
  installation(
    elkctl.command('plan').description('show what init would do; exit code 2 when something would change'),
  ).action(async (options: StackOptions & OutputOptions & SecretOptions) => {
    finish(await execute('plan', options, async () => (await import('../commands/plan.js')).plan))
  })
  installation(
    elkctl
      .command('verify')
      .description('check that the stack is as init leaves it, and that the account signs in; writes nothing'),
  )
    .option('--access', 'prove that the account has the rights that it needs, and no others')
    .option('--write-probe', 'also write a document of each kind as the account, read it back and remove it')
    .action(async (options: VerifyOptions & OutputOptions & SecretOptions) => {
      finish(await execute('verify', options, async () => (await import('../commands/verify.js')).verify))
    })
  const sampleData = elkctl
    .command('sample-data')
    .description('made-up data of a small cluster, to see the dashboards at work')
  installation(
    sampleData
      .command('load')
      .description('write it; a second run writes nothing twice, and completes what was interrupted'),
  )
    .option('--hours <number>', 'how far it reaches back', '6')
    .option('--scale <factor>', 'multiplies the volume; 1 is about 10000 documents an hour', '1')
    .option('--seed <number>', 'another number makes other data', '1')
    .option('--until <time>', 'the end of the data, such as 2026-11-21T05:00:00Z (default: now)')
    .option('-y, --yes', 'write it beside real data without asking')
    .action(async (options: LoadOptions & OutputOptions & SecretOptions) => {
      finish(
        await execute(
          'sample-data load',
          options,
          async () => (await import('../commands/sample-data/sample-data.js')).loadSampleData,
        ),
      )
    })
  installation(
    sampleData
      .command('remove')
      .description('delete sample documents and no others, and the empty indices that were made for them'),
  ).action(async (options: StackOptions & OutputOptions & SecretOptions) => {
    finish(
      await execute(
        'sample-data remove',
        options,
        async () => (await import('../commands/sample-data/sample-data.js')).removeSampleData,
      ),
    )
  })
  accessCommands(elkctl, common, async (name, options, load) => {
    finish(await execute(name, options, load))
  })
  return elkctl
}

/** Options of the commands that install everything. */
function installation(command: Command): Command {
  return common(command)
    .option('--max-days-delete <days>', 'instead of OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE; 0 keeps everything')
    .option('--username <name>', 'the service account (default: openvidu)')
    .option('--role <name>', 'its role (default: openvidu-role)')
    .option(
      '--space <id>',
      'put the dashboards into this space of Kibana (default: default, which the documentation of OpenVidu uses)',
    )
    .option('--tenant <name>', 'put the dashboards into this tenant of OpenSearch Dashboards (default: global)')
    .option('--data <folder>', 'take templates, roles and dashboards from this folder instead of elkctl’s own')
    .option('--force', 'go on although the versions do not go together')
    .option('--adopt', 'take over objects that others made')
}

/** Options that every command has. */
function common(command: Command): Command {
  return connectionOptions(command)
    .option('--env-file <file>', 'configuration file of the application (default: /opt/openvidu/.env)')
    .option('--profile <name>', 'application', 'openvidu')
    .option(
      '--openvidu-version <release>',
      'release of OpenVidu (default: what docker-compose.yml beside the file says)',
    )
    .option('--elasticsearch-host <url>', 'instead of OPENVIDU_PRO_ELASTICSEARCH_HOST; the port must be written')
    .option('--kibana-host <url>', 'instead of OPENVIDU_PRO_KIBANA_HOST; the port must be written')
    .option('--admin-username <name>', 'sign in as this administrator instead of the user in the configuration file')
    .option(
      '--admin-password-stdin',
      'read the administrator’s password from standard input (or set ELKCTL_ADMIN_PASSWORD)',
    )
    .option('--admin-password-file <file>', 'read it from a file')
    .option('--admin-password-command <command>', 'run this with sh -c, and take what it prints')
    .option('--admin-password <password>', 'not advisable: everybody on this machine can see it')
    .option(
      '--api-key-stdin',
      'sign in with an API key from standard input (or set ELKCTL_API_KEY; a service token: ELKCTL_SERVICE_TOKEN)',
    )
    .option(
      '--wait <time>',
      'how long to wait for a stack that is starting, and in all for one that is busy: 60s, 2m',
      '2m',
    )
    .option('--no-dashboards', 'leave the dashboards server alone')
    .addOption(new Option('--json', 'print one JSON document instead of text').conflicts('quiet'))
    .option('-q, --quiet', 'print only the closing line and what went wrong')
    .option('-v, --verbose', 'tell each request on standard error')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .exitOverride()
}

/** Parses the command line and runs it. Resolves to the exit code. */
export async function run(argv: string[]): Promise<number> {
  let exitCode: number = exitCodes.done.code
  try {
    await program((code) => {
      exitCode = code
    }).parseAsync(argv)
    return exitCode
  } catch (error) {
    // commander has printed its message already; --help and --version end this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code
    if (error instanceof SettingsError) throw error
    output.err(
      `This is a bug in elkctl, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return exitCodes.failure.code
  }
}
