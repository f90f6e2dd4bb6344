/** Instance metadata of several clients. */
import type { InstanceFacts } from '../../imds/instance.ts';
import { type MetadataService, startMetadataService } from '../../imds/metadata-service.ts';

/** What metadata says of one client. */
export interface MetadataClient {
  /** Where its metadata is served. */
  readonly listen: string;
  readonly instance: InstanceFacts;
}

/** Metadata of several clients, each at an address of its own. */
export interface MetadataServers {
  /** Serves these and no others. */
  set(clients: readonly MetadataClient[]): Promise<void>;
  close(): Promise<void>;
}

/** Serves nobody yet. */
export function metadataServers(): MetadataServers {
  const running = new Map<string, { readonly key: string; readonly service: MetadataService }>();
  const set = async (clients: readonly MetadataClient[]): Promise<void> => {
    const wanted = new Map(clients.map((client) => [client.listen, JSON.stringify(client)]));
    for (const [listen, { key, service }] of running) {
      if (wanted.get(listen) === key) continue;
      running.delete(listen);
      await service.close();
    }
    for (const { listen, instance } of clients) {
      if (running.has(listen)) continue;
      const service = await startMetadataService({ address: listen, port: 80, instance });
      running.set(listen, { key: wanted.get(listen) ?? '', service });
    }
  };
  return { set, close: () => set([]) };
}
