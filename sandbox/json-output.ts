import { isDeepStrictEqual } from 'node:util'
import { reportForm } from '../src/report/document.js'

/** Commands whose documents are lists of their own. */
const others = ['profiles', 'explain', 'version', 'completion']

/** Whether a command line asks for the document that schemas/report.json describes. */
export const asksForReport = ([command = '', ...args]: string[]): boolean =>
  !others.includes(command) &&
  !args.some((arg) => ['-h', '--help', '--version'].includes(arg)) &&
  (args.includes('--json') || args.includes('--output=json') || args[args.indexOf('--output') + 1] === 'json')

/** @throws Error it is not one document of that form, or has more in it than the form knows */
export function expectReport(text: string): void {
  const document: unknown = JSON.parse(text)
  const parsed = reportForm.parse(document)
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(parsed)), document))
    throw new Error(`schemas/report.json does not know all of this: ${JSON.stringify(document).slice(0, 2000)}`)
}
