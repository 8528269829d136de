import type { Command } from 'commander'

/** What is trusted, and what is shown to the stack. */
export const tlsOptions = (command: Command): Command =>
  command
    .optionsGroup('TLS:')
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
