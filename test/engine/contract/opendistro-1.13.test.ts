import { describeContractOfOne } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContractOfOne(derivedStacks['opendistro-1.13'])
