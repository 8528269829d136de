import { ApiError } from '../errors.js'
import { reasonIn, shortened } from '../http/answer.js'
import { awsHint } from '../http/explain/aws.js'
import type { Reply } from './stack.js'

/** A user name and where it stands, for messages. Without a password it is an API key, a token, or a key of AWS. */
export interface NamedSignIn {
  username: string
  from: string
  typed?: true | undefined
  authorization?: string | undefined
  aws?: object | undefined
}

/** "the password of elastic (.env:12)", "the API key (environment ELKCTL_API_KEY)" */
export const credentialIn = ({ username, from, authorization, aws }: NamedSignIn): string =>
  `${authorization === undefined && aws === undefined ? `the password of ${username}` : username} (${from})`

/** AWS checks a request before the search engine sees it. @throws ApiError when these are its words */
export function refuseForAws(reply: Reply, title: string, url: string, signIn: NamedSignIn | undefined): void {
  if (reply.status !== 401 && reply.status !== 403) return
  const words = reasonIn(reply)
  const hint = awsHint(words)
  if (hint === undefined) return
  throw new ApiError(
    `AWS refused a request to ${title} at ${url} ${signIn ? `with ${credentialIn(signIn)}` : 'without credentials'}: ${reply.status} ${words}`,
    { status: reply.status, hint },
  )
}

export function shortBody(reply: Reply): string {
  const leadsElsewhere = reply.status >= 300 && reply.status < 400
  const isEmpty = !leadsElsewhere && (reply.body === undefined || reply.body === '')
  return isEmpty ? '(an empty answer)' : shortened(reply.body === null ? 'null' : reasonIn(reply), 200)
}
