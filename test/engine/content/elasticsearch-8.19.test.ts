import { describeContent, partsWithoutModules } from './content.js'

describeContent('elasticsearch-8.19', partsWithoutModules, { security: true })
