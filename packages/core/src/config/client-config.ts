/**
 * A client's own configuration, to be linted: Java properties, or kafkajs options as JSON. What is not about where it
 * connects and how it proves itself is left out, and so is everything that could be a secret.
 */
import type { ClientConfig } from './config.ts';
import { readProperties } from './java-properties.ts';

const KEPT = [
  'bootstrap.servers',
  'security.protocol',
  'sasl.mechanism',
  'sasl.client.callback.handler.class',
  'sasl.login.callback.handler.class',
  'ssl.endpoint.identification.algorithm',
] as const;
const JAAS = 'sasl.jaas.config';
const MOST_CHARACTERS = 1000;

/**
 * Reads the text of such a file.
 *
 * @throws Error whose message says what it is instead
 */
export function parseClientConfig(file: string, text: string): ClientConfig {
  const content = text.replace(/^\uFEFF/, '');
  return content.trimStart().startsWith('{')
    ? { file, kind: 'kafkajs', settings: kafkajsSettings(objectIn(content)) }
    : { file, kind: 'properties', settings: javaSettings(content) };
}

function javaSettings(text: string): Readonly<Record<string, string>> {
  if (text.includes('\0')) throw new Error('holds no text');
  const all = readProperties(text);
  const kept = KEPT.flatMap((key) => {
    const value = all.get(key);
    return value === undefined ? [] : [[key, bounded(value)]];
  });
  const jaas = all.get(JAAS);
  // The login module alone: what follows it may be a password.
  const module = jaas === undefined ? [] : [[JAAS, bounded(/^\s*([\w.$]*)/.exec(jaas)?.[1] ?? '')]];
  return Object.fromEntries([...kept, ...module]) as Record<string, string>;
}

function kafkajsSettings(options: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { brokers, ssl, sasl } = options;
  const tls = isRecord(ssl) ? ssl : {};
  const mechanism = isRecord(sasl) ? sasl['mechanism'] : undefined;
  const isList = Array.isArray(brokers) && brokers.every((one) => typeof one === 'string');
  return {
    ...(isList ? { brokers: bounded(brokers.join(',')) } : {}),
    ...(ssl === undefined ? {} : { ssl: isRecord(ssl) ? 'an object' : bounded(JSON.stringify(ssl)) }),
    ...(tls['rejectUnauthorized'] === undefined
      ? {}
      : { 'ssl.rejectUnauthorized': bounded(JSON.stringify(tls['rejectUnauthorized'])) }),
    ...(typeof mechanism === 'string' ? { 'sasl.mechanism': bounded(mechanism) } : {}),
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('begins like JSON and is none');
  }
  if (!isRecord(value)) throw new Error('holds no JSON object');
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bounded(text: string): string {
  return text.slice(0, MOST_CHARACTERS);
}
