/** `npm run bench`: ours and the peers, measured in one run. */
import { join } from 'node:path';
import { bundle } from '../bundle.mjs';
import { root, run } from '../bootstrap.mjs';

export async function bench(args) {
  // What users install, not the many files that the workspace's own programs run.
  await bundle();
  return run(process.execPath, [join(root, 'bench/dist/main.js'), ...args], {
    stdio: 'inherit',
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
}
