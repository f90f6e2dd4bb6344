/** What a topology and its service say to each other: a line of JSON each. */
import type { Environment } from '../../scenario/environment.ts';
import type { IamSection, Scenario } from '../../scenario/scenario.ts';
import type { StsFaults } from '../../sts/faults/all.ts';
import type { ServiceFacts } from '../plan/context.ts';
import type { MetadataClient } from './metadata.ts';

/** What the service is told to do. */
export type ServiceTask =
  | { readonly do: 'start'; readonly scenario: Partial<Scenario>; readonly stsEndpoint: string }
  | { readonly do: 'stop' }
  | { readonly do: 'setIam'; readonly section: IamSection }
  | { readonly do: 'setSts'; readonly faults: StsFaults }
  | { readonly do: 'setMetadata'; readonly clients: readonly MetadataClient[] }
  | { readonly do: 'addBroker'; readonly cluster: string; readonly id: number }
  | { readonly do: 'stopBroker'; readonly cluster: string; readonly id: number }
  | { readonly do: 'replaceBroker'; readonly cluster: string; readonly id: number; readonly by: number };

/** A task and its number. */
export interface ServiceRequest {
  readonly id: number;
  readonly task: ServiceTask;
}

/** What the service says. */
export type ServiceLine =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'log'; readonly text: string };

/** What `start` comes to. */
export interface ServiceStarted extends ServiceFacts {
  /** The lab's variables. */
  readonly env: Environment;
  /** What else `${NAME}` in `declare` may stand for. */
  readonly names: Environment;
  /** Read as AWS configuration. */
  readonly emptyFile: string;
}
