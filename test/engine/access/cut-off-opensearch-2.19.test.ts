import { describeCutCreation } from './cut-creation.js'
import { describeCutOff } from './cut-off.js'
import { onStack } from './situation.js'

const at = onStack('opensearch-2.19')
describeCutCreation(at)
describeCutOff(at)
