import { describeClusterState } from '../../../engine/whole-run/cluster-state.js'

describeClusterState('elasticsearch-7.10')
