import type { Command } from 'commander'

/** Requests signed with an IAM key. */
export const awsOptions = (command: Command): Command =>
  command
    .optionsGroup('AWS:')
    .option('--aws-sigv4', 'sign requests with an IAM key (AWS_ACCESS_KEY_ID … or a profile) instead of a password')
    .option('--aws-region <region>', 'the region to sign for (default: from the host name, then AWS_REGION)')
    .option('--aws-profile <name>', 'sign with the key of this profile in AWS’s files')
