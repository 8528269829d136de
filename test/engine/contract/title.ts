/** How titles of the suite begin: README's matrix is made from what jest reports under them. */
export const contractTitle = 'the contract on '
