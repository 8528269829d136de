import { describeDodas } from './dodas.js'

describeDodas('opensearch-2.19')
