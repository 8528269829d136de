import { describeCutCreation, everyCutCreation } from '../../engine/access/cut-creation.js'
import { describeCutOff, everyCutOff } from '../../engine/access/cut-off.js'
import { inMemory } from '../../engine/access/situation.js'

const at = inMemory('opensearch-2.19')
describeCutCreation(at, everyCutCreation(at))
describeCutOff(at, everyCutOff(at))
