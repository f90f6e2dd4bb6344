/** `npm run soak -- --minutes N`: endurance under faults. */
import { join } from 'node:path';
import { root, run } from '../bootstrap.mjs';

export async function soak(args) {
  // The soak ends what it started and says how; until then a signal that reached the whole group must not end us.
  const wait = () => undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, wait);
  return run(process.execPath, [join(root, 'soak/dist/main.js'), ...args], {
    stdio: 'inherit',
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
}
