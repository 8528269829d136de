import { SettingsError } from '../../../errors.js'

/** A value of a setting in Logstash's configuration language. */
export type LogstashValue = string | number | boolean | string[]

/** A plugin with its settings, in the order in which they are given. */
export const plugin = (name: string, settings: Record<string, LogstashValue>): string => {
  const lines = Object.entries(settings).map(([key, value]) => `  ${key} => ${written(value)}`)
  return [`${name} {`, ...lines, '}'].join('\n')
}

/** Some plugins, or a condition around them, in a block: `input { … }`, `if [a] { … }` */
export const block = (head: string, ...parts: string[]): string =>
  [`${head} {`, ...parts.flatMap((part) => part.split('\n').map((line) => `  ${line}`)), '}'].join('\n')

function written(value: LogstashValue): string {
  if (Array.isArray(value)) return `[${value.map(quoted).join(', ')}]`
  return typeof value === 'string' ? quoted(value) : String(value)
}

/**
 * In quotes a backslash stands for itself, also before a quote, which it keeps from ending the text (lscl_grammar.treetop of Logstash, and
 * config.support_escapes, which is off unless somebody sets it). So a text takes the kind of quotes that it does not have.
 */
function quoted(text: string): string {
  if (text.includes('"') && text.includes("'"))
    throw new SettingsError(
      [
        {
          where: '--with-password',
          message: `Logstash has no way to write a password with both kinds of quotes (" and ')`,
        },
      ],
      'Leave --with-password out: the password then comes from Logstash’s keystore, which takes any.',
    )
  const quote = text.includes('"') ? "'" : '"'
  return `${quote}${text.replace(/\\$/, () => '${ELKCTL_TEXT:\\}')}${quote}`
}

/**
 * A text in which Logstash shall fill in nothing. It takes `${NAME}` for a variable and fails where there is none; `${NAME:text}` is the text where
 * there is none, and what was filled in is not looked at again.
 */
export const literal = (text: string): string => text.replaceAll('${', () => '${ELKCTL_TEXT:$}{')

/** A secret or, where it is not to be in the file, the variable that stands for it. */
export const secret = (text: string | undefined): string => (text === undefined ? '${ES_PASSWORD}' : literal(text))
