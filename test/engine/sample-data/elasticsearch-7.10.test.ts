import { describeSampleData } from './sample-data.js'

describeSampleData('elasticsearch-7.10')
