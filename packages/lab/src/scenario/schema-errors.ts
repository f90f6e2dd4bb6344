import type { ErrorObject } from 'ajv/dist/2020.js';
import type { ScenarioProblem } from './problem.ts';

/** Ajv's errors as sentences that say what would be right, each place once. */
export function explainErrors(errors: readonly ErrorObject[]): readonly ScenarioProblem[] {
  const kept = withoutBranches(errors).filter(({ keyword }) => keyword !== 'propertyNames' || true);
  const problems = kept.map((error) => ({ pointer: placeOf(error), expected: sentence(error) }));
  return problems.filter(
    (one, index) =>
      problems.findIndex((other) => other.pointer === one.pointer && other.expected === one.expected) ===
      index,
  );
}

/**
 * Of a value that fits none of several forms: the mistakes inside the one form it was meant to be (those deeper than
 * the value itself), or else one sentence about the value.
 */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.filter((error) => {
    if (unions.includes(error)) return deeperThan(error, errors).length === 0;
    const union = unions.find((one) => isBranchOf(error, one));
    return union === undefined || error.instancePath.length > union.instancePath.length;
  });
}

function deeperThan(union: ErrorObject, errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.filter(
    (error) => isBranchOf(error, union) && error.instancePath.length > union.instancePath.length,
  );
}

function isBranchOf(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error !== union &&
    error.schemaPath.startsWith(`${union.schemaPath}/`) &&
    error.instancePath.startsWith(union.instancePath)
  );
}

/** An unknown or missing key is a mistake at that key. */
function placeOf({ keyword, instancePath, params, propertyName }: ErrorObject): string {
  const given = params as Readonly<Record<string, unknown>>;
  const key =
    keyword === 'additionalProperties'
      ? given['additionalProperty']
      : keyword === 'required'
        ? given['missingProperty']
        : propertyName;
  return key === undefined
    ? instancePath
    : `${instancePath}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function sentence(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  const parent = error.parentSchema as Readonly<Record<string, unknown>> | undefined;
  switch (error.keyword) {
    case 'additionalProperties':
      return `no such key; there are: ${Object.keys((parent?.['properties'] ?? {}) as object).join(', ')}`;
    case 'required':
      return 'is missing';
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}${found(error)}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly unknown[]).map((one) => JSON.stringify(one)).join(', ')}${found(error)}`;
    case 'type':
      return `must be ${[params['type']].flat().join(' or ')}${found(error)}`;
    case 'anyOf':
    case 'oneOf':
      return `fits none of its forms. ${String(parent?.['description'] ?? '')}${example(parent)}${found(error)}`;
    case 'pattern':
      return `must look like ${exampleText(parent)}${found(error)}`;
    default:
      return `${error.message ?? 'is not valid'}${found(error)}`;
  }
}

function example(schema: Readonly<Record<string, unknown>> | undefined): string {
  return Array.isArray(schema?.['examples']) ? ` For example ${exampleText(schema)}` : '';
}

function exampleText(schema: Readonly<Record<string, unknown>> | undefined): string {
  const examples = schema?.['examples'];
  return Array.isArray(examples) ? JSON.stringify(examples[0]) : `the pattern ${String(schema?.['pattern'])}`;
}

function found({ data, propertyName }: ErrorObject): string {
  const text = JSON.stringify(propertyName ?? data) ?? 'undefined';
  return `; found ${text.length > 80 ? `${text.slice(0, 80)}...` : text}`;
}
