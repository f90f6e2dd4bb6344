import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { loadTopology } from '../topology/load.ts';
import { topologyPicture } from '../topology/picture/picture.ts';
import { print } from './words.ts';

/** `msk-lab topology picture`: a topology as SVG. */
export function topologyPictureCommand(done: (exitCode: number) => void): Command {
  return new Command('picture')
    .description('Draw a topology: accounts, VPCs, the way of a name and the way of the data, as SVG.')
    .argument('<name>', "a topology of the lab's, or a file")
    .option('--out <file>', 'where to write it (default: standard output)')
    .addHelpText('after', '\nExample:\n  msk-lab topology picture S6-zone-same-account --out picture.svg')
    .action(async (name: string, { out }: { readonly out?: string }) => {
      const svg = topologyPicture(await loadTopology(name));
      if (out === undefined) print(svg.trimEnd());
      else await writeFile(out, svg);
      done(0);
    });
}
