/** Fetches Kafka's own jars by Maven and prints their folder: what `docker-image.sh` puts into an image. */
import { join } from 'node:path';
import { root, run, Stop } from './bootstrap.mjs';

const version = process.env.MSK_LAB_KAFKA_VERSION ?? '4.1.1';
const folder = join(root, `.lab/kafka-jars-${version}`);
const pom = join(root, 'packages/lab/java/runtime/pom.xml');
const args = [
  '-q',
  '-B',
  '-f',
  pom,
  'dependency:copy-dependencies',
  `-Dkafka.version=${version}`,
  `-DoutputDirectory=${folder}`,
];
const code = await run('mvn', args);
if (code !== 0) throw new Stop(`Maven could not fetch Kafka ${version} (it ended with ${code}).`);
process.stdout.write(`${folder}\n`);
