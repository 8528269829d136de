import type { Command } from 'commander'

/** Options that say how the stack is reached: where it is, what is trusted, and how requests are signed. */
export function connectionOptions(command: Command): Command {
  return command
    .option('--cloud-id <id>', 'a deployment of Elastic Cloud, instead of both hosts')
    .option('--aws-sigv4', 'sign requests with an IAM key (AWS_ACCESS_KEY_ID … or a profile) instead of a password')
    .option('--aws-region <region>', 'the region to sign for (default: from the host name, then AWS_REGION)')
    .option('--aws-profile <name>', 'sign with the key of this profile in AWS’s files')
    .option('--ca-file <file>', 'PEM certificates of the authorities to trust, instead of Node’s and this machine’s')
    .option(
      '--fingerprint <sha256>',
      'SHA-256 of the server’s certificate or of an authority above it; several with commas',
      (text: string, before: string[] | undefined) => [...(before ?? []), text],
    )
    .option('--client-cert <file>', 'PEM certificate to show to the stack')
    .option('--client-key <file>', 'its private key, if it is not in the same file')
    .option('--client-key-passphrase-file <file>', 'the passphrase of that key (or set ELKCTL_CLIENT_KEY_PASSPHRASE)')
    .option('--insecure', 'accept any certificate, in this run')
    .addHelpText('after', '\nProxies: HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment are heeded.')
}
