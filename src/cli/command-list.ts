import { Command, type Option } from 'commander'

/** A program of which the help lists the commands: that shows of their options only whether there are any, and to make them all takes as long as the rest. */
export class CommandList extends Command {
  override createCommand(name?: string): Command {
    return new Listed(name)
  }
}

/** Has one option at most. */
export class Listed extends CommandList {
  override createOption(flags: string, description?: string): Option {
    return this.options[0] ?? super.createOption(flags, description)
  }

  override addOption(option: Option): this {
    return this.options.length === 0 ? super.addOption(option) : this
  }
}
