import type { Command } from 'commander'

/** Who signs in, if not the user in the configuration file. */
export const signInOptions = (command: Command): Command =>
  command
    .optionsGroup('Sign-in:')
    .option('--admin-username <name>', 'sign in as this administrator instead of the user in the configuration file')
    .option(
      '--admin-password-stdin',
      'read the administrator’s password from standard input (or set ELKCTL_ADMIN_PASSWORD)',
    )
    .option('--admin-password-file <file>', 'read it from a file')
    .option('--admin-password-command <command>', 'run this with sh -c and use its output')
    .option('--admin-password <password>', 'not recommended: everyone on this machine can see it')
    .option(
      '--api-key-stdin',
      'sign in with an API key from standard input (or set ELKCTL_API_KEY; a service token: ELKCTL_SERVICE_TOKEN)',
    )
