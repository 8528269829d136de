import { describeContractOfOne } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContractOfOne(derivedStacks['elasticsearch-7.3'])
