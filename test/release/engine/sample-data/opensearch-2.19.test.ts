import { describeSampleData } from '../../../engine/sample-data/sample-data.js'

describeSampleData('opensearch-2.19')
