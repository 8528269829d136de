import { Argument, type Command } from 'commander'
import type { CommandNode } from '../command-tree.js'
import { output } from '../output.js'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

/** @param tree everything that can be completed */
export function completionCommand(elkctl: Command, tree: () => Promise<CommandNode>): void {
  elkctl
    .command('completion')
    .description('print a completion script for your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      `
Examples:
  source <(elkctl completion bash)
      in ~/.bashrc; likewise for zsh in ~/.zshrc, after compinit
  elkctl completion fish > ~/.config/fish/completions/elkctl.fish`,
    )
    .exitOverride()
    .action(async (shell: Shell) => {
      output.out(await script(shell, await tree()))
      await output.settled()
    })
}

async function script(shell: Shell, tree: CommandNode): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('./bash.js')).bashCompletion(tree)
    case 'zsh':
      return (await import('./zsh.js')).zshCompletion(tree)
    case 'fish':
      return (await import('./fish.js')).fishCompletion(tree)
  }
}
