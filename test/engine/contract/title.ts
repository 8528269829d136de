/** How titles of the suite begin: the matrix of docs/stacks.md is made from what jest reports under them. */
export const contractTitle = 'the contract on '
