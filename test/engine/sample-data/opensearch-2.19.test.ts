import { describeSampleData } from './sample-data.js'

describeSampleData('opensearch-2.19')
