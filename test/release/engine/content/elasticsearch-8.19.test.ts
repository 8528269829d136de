import { describeContent, partsWithoutModules } from '../../../engine/content/content.js'

describeContent('elasticsearch-8.19', partsWithoutModules, { security: true })
