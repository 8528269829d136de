import { engineStacks } from '../stacks.js'
import { describeKinds } from './describe-kinds.js'
import { ilmDouble } from './ilm-double.js'

const { options, ...contract } = engineStacks['elasticsearch-8.19']

describeKinds({ ...contract, options: { ...options, answer: ilmDouble() } })
