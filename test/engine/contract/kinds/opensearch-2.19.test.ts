import { engineStacks } from '../stacks.js'
import { describeKinds } from './describe-kinds.js'

describeKinds(engineStacks['opensearch-2.19'])
