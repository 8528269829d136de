import { engineStacks } from '../../../../engine/contract/stacks.js'
import { describeKinds } from '../../../../engine/contract/kinds/describe-kinds.js'
import { ilmDouble } from '../../../../engine/contract/kinds/ilm-double.js'

const { options, ...contract } = engineStacks['elasticsearch-8.19']

describeKinds({ ...contract, options: { ...options, answer: ilmDouble() } })
