import { Command } from 'commander';
import { topologyRunCommand } from './topology-run.ts';

/** `msk-lab topology`: the patterns in network namespaces. */
export function topologyCommand(done: (exitCode: number) => void): Command {
  const command = new Command('topology').description(
    'Patterns of connectivity in network namespaces, with real resolvers (Linux, root).',
  );
  return command.addCommand(topologyRunCommand(done).exitOverride());
}
