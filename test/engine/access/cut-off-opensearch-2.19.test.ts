import { describeCutCreation, everyCutCreation } from './cut-creation.js'
import { describeCutOff, everyCutOff } from './cut-off.js'
import { onStack } from './situation.js'

const at = onStack('opensearch-2.19')
describeCutCreation(at, everyCutCreation(at))
describeCutOff(at, everyCutOff(at))
