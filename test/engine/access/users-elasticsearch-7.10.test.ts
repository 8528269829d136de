import { describeUsers } from './users.js'
import { onStack } from './situation.js'

describeUsers(onStack('elasticsearch-7.10'))
