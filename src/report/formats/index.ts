import type { ReportDocument } from '../document.js'
import { asAnnotations } from './github.js'
import { asJunit } from './junit.js'
import { asMarkdown } from './markdown.js'
import type { Format } from './names.js'
import { asMetrics } from './prometheus.js'

const renderers: Record<Exclude<Format, 'text'>, (document: ReportDocument) => string> = {
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
  junit: asJunit,
  github: asAnnotations,
  markdown: asMarkdown,
  prometheus: asMetrics,
}

export const rendered = (document: ReportDocument, format: Exclude<Format, 'text'>): string =>
  renderers[format](document)

export type { Format }
