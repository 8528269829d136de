import type { ReportDocument } from '../document.js'

export type FindingEntry = NonNullable<ReportDocument['findings']>[number]

/** Of a command line that was not understood there are none: its error is one. */
export const findingsIn = ({ findings, error }: ReportDocument): FindingEntry[] =>
  findings !== undefined || error === undefined
    ? (findings ?? [])
    : [
        {
          ...{ id: 'settings.value', status: 'fail', severity: 'fail', subject: null, detail: error.message },
          ...{ hint: error.hint, exit: 'usage', file: null, line: null },
        },
      ]

/** It decides on the exit code. */
export const counts = ({ status }: FindingEntry, { failOn }: ReportDocument): boolean =>
  status === 'fail' || (status === 'warn' && failOn === 'warn')
