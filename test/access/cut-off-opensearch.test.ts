import { describeCutOff } from './cut-off.js'
import { onStack } from './situation.js'

describeCutOff(onStack('opensearch-2.19'))
