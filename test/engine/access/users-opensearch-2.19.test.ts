import { describeCutCreation, lostUser } from './cut-creation.js'
import { onStack } from './situation.js'
import { describeUsers } from './users.js'

const at = onStack('opensearch-2.19')
describeCutCreation(at, lostUser(at))
describeUsers(at)
