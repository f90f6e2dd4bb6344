/** Every kind of DNS fault, one line each; the exported name is the key in a scenario. */
export { addresses } from './addresses.ts';
export { close } from './close.ts';
export { delayMs } from './delay-ms.ts';
export { garbage } from './garbage.ts';
export { rcode } from './rcode.ts';
export { shuffle } from './shuffle.ts';
export { silent } from './silent.ts';
export { truncate } from './truncate.ts';
export { ttl } from './ttl.ts';
