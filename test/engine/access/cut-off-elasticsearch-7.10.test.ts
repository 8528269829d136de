import { describeCutCreation } from './cut-creation.js'
import { describeCutOff } from './cut-off.js'
import { onStack } from './situation.js'

const at = onStack('elasticsearch-7.10')
describeCutCreation(at)
describeCutOff(at)
