import { engineStacks } from '../stacks.js'
import { describeKinds } from './describe-kinds.js'

describeKinds(engineStacks['elasticsearch-7.10'], { absent: ['lifecycle policy'] })
