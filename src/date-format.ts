/** What a format says to strftime, which the application calls with it: https://docs.python.org/3/library/datetime.html#format-codes */
const digits: Record<string, (date: Date) => string> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => twoDigits(date.getUTCFullYear() % 100),
  m: (date) => twoDigits(date.getUTCMonth() + 1),
  d: (date) => twoDigits(date.getUTCDate()),
  H: (date) => twoDigits(date.getUTCHours()),
}

/** Java's and Joda's letters for the same, as Logstash and Kibana write dates. */
const javaLetters: Record<string, string> = {
  YYYY: 'Y',
  yyyy: 'Y',
  yy: 'y',
  YY: 'y',
  MM: 'm',
  dd: 'd',
  DD: 'd',
  HH: 'H',
}

/** Whether this is a format such as `%Y.%m.%d`, whose dates may stand in names of indices. */
export const isStrftime = (format: string): boolean => /%[Yy]/.test(format) && /^(%[YymdH]|[a-z0-9._-])+$/.test(format)

/** What a format in Java's letters is for strftime: `YYYY.MM.dd` is `%Y.%m.%d`. undefined: it is none */
export function fromJava(format: string): string | undefined {
  const written = format.replace(/YYYY|yyyy|YY|yy|MM|dd|DD|HH/g, (letters) => `%${javaLetters[letters] ?? ''}`)
  return isStrftime(written) ? written : undefined
}

/** A moment in such a format, in UTC. */
export const formatDate = (format: string, time: number): string =>
  format.replace(/%(\w)/g, (part, letter: string) => digits[letter]?.(new Date(time)) ?? part)

const twoDigits = (number: number): string => String(number).padStart(2, '0')
