import { describeUsers } from './users.js'
import { onStack } from './situation.js'

describeUsers(onStack('opensearch-2.19'))
