/** Brokers that come and go while a topology runs, and back. */
import type { BrokerChange, Named } from '../model.ts';
import type { RunningTopology } from '../running.ts';

type Brokers = Pick<RunningTopology, 'addBroker' | 'stopBroker' | 'replaceBroker'>;

/** Adds, replaces, stops. */
export async function changeBrokers(running: Brokers, changes: Named<BrokerChange>): Promise<void> {
  for (const [cluster, { add = [], replace = {}, stop = [] }] of Object.entries(changes)) {
    for (const id of add) await running.addBroker(cluster, id);
    for (const [id, by] of Object.entries(replace)) await running.replaceBroker(cluster, Number(id), by);
    for (const id of stop) await running.stopBroker(cluster, id);
  }
}

/** The same the other way round. */
export async function changeBrokersBack(running: Brokers, changes: Named<BrokerChange>): Promise<void> {
  for (const [cluster, { add = [], replace = {}, stop = [] }] of Object.entries(changes)) {
    for (const id of stop) await running.addBroker(cluster, id);
    for (const [id, by] of Object.entries(replace)) await running.replaceBroker(cluster, by, Number(id));
    for (const id of add) await running.stopBroker(cluster, id);
  }
}
