import { describeCutCreation, everyCutCreation } from '../engine/access/cut-creation.js'
import { describeCutOff, everyCutOff } from '../engine/access/cut-off.js'
import { inMemory } from '../engine/access/situation.js'
import { everyNth } from '../support/every-nth.js'

const at = inMemory('elasticsearch-7.10')
describeCutCreation(at, everyNth(everyCutCreation(at), 8))
describeCutOff(at, everyNth(everyCutOff(at), 8))
