/** What --output may name, of commands that tell findings. */
export const formats = ['text', 'json', 'junit', 'github', 'markdown', 'prometheus'] as const

/** Of `alerts check`: for what asks again and again. */
export const alertFormats = ['text', 'json', 'junit', 'nagios', 'prometheus'] as const

export type Format = (typeof formats)[number] | (typeof alertFormats)[number]
export const allFormats: readonly Format[] = [...new Set([...formats, ...alertFormats])]

/** Every command prints these; verify, lint and doctor, which tell findings, print all. */
export const plainFormats: readonly Format[] = ['text', 'json']
