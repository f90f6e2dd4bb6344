export type {
  Bootstrap,
  Config,
  ConfigIssue,
  DeclaredPattern,
  EndpointProblem,
  MskName,
  MskReachOptions,
  PreflightGate,
  PreflightMode,
  ResolverAddress,
  RoleHop,
  RoleOptions,
} from './config/config.ts';
export { requireSoundEndpoint } from './config/assert.ts';
export { formatBroker, parseMskName, sentinelNames, type ProbeNames } from './config/msk-name.ts';
export { resolveConfig } from './config/resolve.ts';
export { loadOptions, type LoadOptions } from './settings/load-options.ts';
export type { SomeOptions } from './settings/option-layer.ts';
export { callerIdentity, createIdentity, type Identity, type IdentityTimes } from './credentials/identity.ts';
export type { Renewal } from './credentials/keep-fresh.ts';
export type { Failing } from './credentials/renewing.ts';
export type { RefusalCandidate } from './credentials/refusal.ts';
export type { SigningCredentials } from './credentials/signing-credentials.ts';
export type { HopObservation, IdentityTrace } from './credentials/trace.ts';
export { createTokenProvider, signToken } from './token/on-demand.ts';
export type { Token } from './token/sign.ts';
export type { TokenProvider } from './token/token-provider.ts';
export {
  findMskReachError,
  isMskReachError,
  MskReachError,
  type ErrorCode,
  type ErrorOptions,
} from './errors.ts';
export type { ReachEvent, ReachEvents } from './events.ts';
export { realPorts, type Ports } from './ports.ts';
export type { Step } from './step.ts';
export { causes } from './preflight/causes.ts';
export { layers, type Cause, type CheckId, type Layer, type Words } from './preflight/causes/cause.ts';
export { checkIds, diagnose, type Selection } from './preflight/diagnose.ts';
export { placementFact, type PlacementFact } from './preflight/facts/placement.ts';
export type * from './preflight/report.ts';
export { readStored, type Stored } from './preflight/read-stored.ts';
export {
  openConversation,
  type Conversation,
  type ConversationOptions,
  type MetadataQuery,
} from './kafka/conversation.ts';
export type * from './kafka/types.ts';
export type * from './preflight/observation.ts';
export type { Progress, Seen } from './preflight/observe/look.ts';
export type { ObserveOptions } from './preflight/observe/observe.ts';
export {
  inspect,
  observe,
  runPreflight,
  type Preflight,
  type PreflightOptions,
} from './preflight/preflight.ts';
export type { TcpFacts, TlsFacts } from './net/dial.ts';
export { hostPolicy, type HostPolicy, type HostVerdict } from './net/name-policy.ts';
export {
  createConsumerHealth,
  type ConsumerHealth,
  type ConsumerPhase,
  type Probes,
} from './health/consumer-health.ts';
export { createProbeListener } from './health/probe-listener.ts';
export {
  createHealth,
  type Health,
  type HealthOptions,
  type HealthState,
  type Trouble,
} from './health/health.ts';
export { createKafkaConfig, type KafkaConfigOptions, type KafkaOptions } from './client/kafka-config.ts';
export { createMskClient, type MskClient, type MskClientOptions } from './client/msk-client.ts';
