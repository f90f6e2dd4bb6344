/** Words for an address that takes one connection and drops the next. */
import type { Words } from '../cause.ts';
import { deregisterTarget, endpointAddresses, registerTarget, targetHealth } from './shared.ts';

/** What there is to do about it. */
export const takesTurns: Pick<Words, 'settledBy' | 'fix'> = {
  settledBy:
    'Behind an NLB, as with PrivateLink, the health of its targets (1): each connection goes to one of them, and where one is stale, dead or on another port those to it are lost (TCP03). With every target healthy, or no NLB, something on the way drops some connections (TCP01): a full NAT gateway or firewall, one of two paths that is dead.',
  fix: {
    text: "With PrivateLink let the load balancer lead to what the cluster's endpoint has now: (1) names the unhealthy target, (2) prints the endpoint's addresses, (3) takes the stale target out and (4) puts the right one in. Without a load balancer, (5) shows it come and go, and the owners of both networks look at what lies between.",
    commands: [
      targetHealth,
      endpointAddresses,
      deregisterTarget,
      registerTarget,
      { owner: 'client', command: 'nc -vz {address} {port}' },
    ],
  },
};
