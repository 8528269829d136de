import { describeCutOff } from './cut-off.js'
import { onStack } from './situation.js'

describeCutOff(onStack('elasticsearch-7.10'))
