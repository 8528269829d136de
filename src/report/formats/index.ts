import type { ReportDocument } from '../document.js'
import { asAnnotations } from './github.js'
import { asJunit } from './junit.js'
import { asMarkdown } from './markdown.js'
import type { Format } from './names.js'
import { asPluginOutput, nagiosCode } from './nagios.js'
import { asMetrics } from './prometheus.js'

const renderers: Record<Exclude<Format, 'text'>, (document: ReportDocument) => string> = {
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
  junit: asJunit,
  github: asAnnotations,
  markdown: asMarkdown,
  nagios: asPluginOutput,
  prometheus: asMetrics,
}

export const rendered = (document: ReportDocument, format: Exclude<Format, 'text'>): string =>
  renderers[format](document)

/** What the process ends with: what runs plugins of Nagios knows no other codes than theirs. */
export const exitCodeOf = (document: ReportDocument, format: Format): number =>
  format === 'nagios' ? nagiosCode(document) : document.exitCode

export type { Format }
