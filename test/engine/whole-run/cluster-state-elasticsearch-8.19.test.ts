import { describeClusterState } from './cluster-state.js'

describeClusterState('elasticsearch-8.19')
