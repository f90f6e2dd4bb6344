/**
 * The catalogue of causes and its graph: every id that a report can blame, with its words and its edges.
 *
 * An id once published never changes its meaning. Entries stand in `causes/`, one file a layer; those of names, which are many, in `causes/dns/`.
 */
import { brokersCauses } from './causes/brokers.ts';
import type { Cause, CheckId } from './causes/cause.ts';
import { configCauses } from './causes/config.ts';
import { credentialsCauses } from './causes/credentials.ts';
import { dnsCauses } from './causes/dns.ts';
import { kafkaCauses } from './causes/kafka.ts';
import { patternCauses } from './causes/pattern.ts';
import { saslCauses } from './causes/sasl.ts';
import { tcpCauses } from './causes/tcp.ts';
import { tlsCauses } from './causes/tls.ts';

const entries: readonly Cause[] = [
  ...configCauses,
  ...credentialsCauses,
  ...dnsCauses,
  ...patternCauses,
  ...tcpCauses,
  ...tlsCauses,
  ...saslCauses,
  ...kafkaCauses,
  ...brokersCauses,
];

/** Every cause by its id, in the order of the layers. @public */
export const causes: Readonly<Record<CheckId, Cause>> = Object.freeze(
  Object.fromEntries(entries.map((cause) => [cause.id, Object.freeze(cause)])),
);
