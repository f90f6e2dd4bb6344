/** The lab as a library: MSK Serverless on one machine, whole or in parts. */
export type { Broker, BrokerEngine, BrokerRequest, Brokers, BrokerSpec } from './brokers/brokers.ts';
export type { InstanceFacts } from './imds/instance.ts';
export {
  type MetadataFault,
  type MetadataRequest,
  type MetadataService,
  type MetadataServiceOptions,
  startMetadataService,
} from './imds/metadata-service.ts';
export { type DnsServer, type DnsServerOptions, startDnsServer } from './dns/server.ts';
export type { Zone, ZoneRecord, ZoneSoa } from './dns/zone-data.ts';
export { startGateway } from './gateway/gateway.ts';
export type { Gateway, GatewayOptions } from './gateway/options.ts';
export { type LabOptions, startLab } from './lab.ts';
export type { Lab, LabFaults } from './lab-interface.ts';
export { type BrokerPool, type BrokerPoolOptions, createBrokerPool } from './scenario/broker-pool.ts';
export { type CheckOptions, type CheckReport, type CheckResult, runCheck } from './scenario/check.ts';
export { redirectNames, type Redirected, type RedirectTo } from './scenario/redirect-names.ts';
export type { LabCluster } from './scenario/cluster.ts';
export type { RunningCluster } from './scenario/cluster-parts.ts';
export type { Environment } from './scenario/environment.ts';
export { loadScenario } from './scenario/load.ts';
export type { Scenario } from './scenario/scenario.ts';
export { validateScenario } from './scenario/validate.ts';
export { type StsOptions, type StsServer, startSts } from './sts/sts-server.ts';
export { type Authority, createAuthority, type IssuedCertificate } from './tls/authority.ts';
export { loadTopology, topologyNames } from './topology/load.ts';
export type { FaultSpec, LookExpect, LookSpec, Topology } from './topology/model.ts';
export { createTopologyPool } from './topology/run/engine.ts';
export { startTopology } from './topology/run/start-topology.ts';
export type {
  ExecOptions,
  ExecResult,
  RunningTopology,
  TopologyOptions,
  TopologyPatch,
  TopologyPool,
} from './topology/running.ts';
export { Ended, type Told, untilTold } from './until-told.ts';
export type { WireBrokers, WireBrokersOptions } from './wire/options.ts';
export { startWireBrokers } from './wire/wire-brokers.ts';
