import { describeCutCreation, lostUser } from '../../../engine/access/cut-creation.js'
import { onStack } from '../../../engine/access/situation.js'
import { describeUsers } from '../../../engine/access/users.js'

const at = onStack('elasticsearch-7.10')
describeCutCreation(at, lostUser(at))
describeUsers(at)
