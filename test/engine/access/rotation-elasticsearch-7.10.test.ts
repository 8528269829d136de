import { describeCutOff, lostPassword } from './cut-off.js'
import { describeRotation } from './rotation.js'
import { onStack } from './situation.js'

const at = onStack('elasticsearch-7.10')
describeCutOff(at, lostPassword(at))
describeRotation(at)
