/** `npm run fault-matrix`: every cause as raw kafkajs and as msk-reach tell it, into `docs/fault-matrix.md`. */
import { join } from 'node:path';
import { root, run } from '../bootstrap.mjs';

export const faultMatrix = (args) =>
  run(process.execPath, [join(root, 'bench/dist/fault-matrix/main.js'), ...args], { stdio: 'inherit' });
