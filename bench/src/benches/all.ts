/** Every bench, in the order they are run. */
import type { Bench } from '../bench.ts';
import { burst } from './burst.ts';
import { consume } from './consume.ts';
import { diagnosis } from './diagnosis.ts';
import { firstMessage } from './first-message.ts';
import { imports } from './import.ts';
import { memory } from './memory.ts';
import { names1000 } from './names-1000.ts';
import { preflight500 } from './preflight-500.ts';
import { preflightMemory } from './preflight-memory.ts';
import { produce } from './produce.ts';
import { recovery } from './recovery.ts';
import { stsCalls } from './sts-calls.ts';
import { token } from './token.ts';

export const benches: readonly Bench[] = [
  stsCalls,
  burst,
  token,
  produce,
  consume,
  firstMessage,
  diagnosis,
  names1000,
  preflight500,
  preflightMemory,
  imports,
  memory,
  recovery,
];
