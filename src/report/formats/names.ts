/** What --output may name. */
export const formats = ['text', 'json', 'junit', 'github', 'markdown', 'prometheus'] as const
export type Format = (typeof formats)[number]

/** Every command prints these; verify, lint and doctor, which tell findings, print all. */
export const plainFormats: readonly Format[] = ['text', 'json']
