/** Every kind of fault of the gateway, one line each; the exported name is the key in a scenario. */
export { blackhole } from './blackhole.ts';
export { certificate } from './certificate.ts';
export { closeAfterBytes } from './close-after-bytes.ts';
export { latencyMs } from './latency-ms.ts';
export { mtu } from './mtu.ts';
export { plainText } from './plain-text.ts';
export { refuse } from './refuse.ts';
export { resetAfterBytes } from './reset-after-bytes.ts';
export { slowConnectMs } from './slow-connect-ms.ts';
export { stallAfterBytes } from './stall-after-bytes.ts';
export { tlsAlert } from './tls-alert.ts';
