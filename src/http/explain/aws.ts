/** What AWS itself says before a request reaches the search engine, and what to do about it. The words are all that it gives. */
const refusals: [RegExp, string][] = [
  [
    /Signature expired|Signature not yet current/i,
    'The clock of this machine is wrong: AWS takes a signature for five minutes. Set it (timedatectl set-ntp true), then run the command again.',
  ],
  [
    /security token included in the request is expired|ExpiredToken/i,
    'The temporary keys have expired: get new ones (aws sso login; or: eval "$(aws configure export-credentials --format env)").',
  ],
  [
    /security token included in the request is invalid|UnrecognizedClient/i,
    'AWS does not know this access key. Is it active, complete (a temporary key needs its AWS_SESSION_TOKEN) and from the right partition (AWS China and GovCloud have keys of their own)?',
  ],
  [
    /request signature we calculated does not match/i,
    'The secret access key does not belong to this access key ID; or a proxy in between changed the request.',
  ],
  [
    /Credential should be scoped to/i,
    'The signature is for another region or service: give the region of the domain with --aws-region REGION.',
  ],
  [
    /User: anonymous is not authorized/i,
    'The access policy of the domain lets only signed requests in: sign them with --aws-sigv4. If the application itself cannot sign, it needs a domain with fine-grained access control and a policy that leaves access to it (open access to the domain).',
  ],
  [
    /User: \S+ is not authorized to perform: es:/i,
    'Allow es:ESHttpGet, es:ESHttpHead, es:ESHttpPut, es:ESHttpPost and es:ESHttpDelete on this domain to the IAM identity named there: in its own policy, or in the access policy of the domain.',
  ],
  [/Your request: .* is not allowed/is, notOffered()],
]

/** What to do when these words come from AWS; undefined: they do not. */
export const awsHint = (words: string): string | undefined => refusals.find(([pattern]) => pattern.test(words))?.[1]

/** Whether AWS does not offer the operation at all, to nobody: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-operations.html */
export const isNotOffered = (words: string): boolean => awsHint(words) === notOffered()

function notOffered(): string {
  return 'AWS does not offer this operation on its domains. Nothing on the domain can change that.'
}
