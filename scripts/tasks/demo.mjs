/** `npm run demo`: the main job, step by step, on real Kafka. */
import { join } from 'node:path';
import { root, run } from '../bootstrap.mjs';

export function demo() {
  return run(process.execPath, [join(root, 'packages/examples/dist/demo/main.js')], {
    stdio: 'inherit',
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
}
