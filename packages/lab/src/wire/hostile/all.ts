/** Every way of being hostile, one line each; the exported name is the key in a scenario. */
export { advertisedPort } from './advertised-port.ts';
export { announcedLength } from './announced-length.ts';
export { arrayCount } from './array-count.ts';
export { badUtf8 } from './bad-utf8.ts';
export { correlationIdOff } from './correlation-id-off.ts';
export { duplicateBrokerIds } from './duplicate-broker-ids.ts';
export { endless } from './endless.ts';
export { errorCode } from './error-code.ts';
export { foreignHost } from './foreign-host.ts';
export { hangUp } from './hang-up.ts';
export { lookAlikeHost } from './look-alike-host.ts';
export { trickleMs } from './trickle-ms.ts';
export { truncated } from './truncated.ts';
export { withoutLastBroker } from './without-last-broker.ts';
