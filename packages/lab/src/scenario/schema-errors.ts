import type { ErrorObject } from 'ajv/dist/2020.js';
import { pointer, type ScenarioProblem } from './problem.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Ajv's errors as sentences that say what would be right, each place once. */
export function explainErrors(errors: readonly ErrorObject[]): readonly ScenarioProblem[] {
  // Of a key that may not be so, its own error says why.
  const telling = errors.filter(({ keyword }) => keyword !== 'propertyNames');
  const problems = withoutBranches(telling).map((error) => ({
    pointer: placeOf(error),
    expected: sentence(error),
  }));
  const isFirst = (one: ScenarioProblem, index: number): boolean =>
    problems.findIndex((other) => other.pointer === one.pointer) === index;
  return problems.filter(isFirst);
}

/**
 * Of a value that fits none of several forms: the mistakes inside the one form it was meant to be (those deeper than
 * the value itself), or else one sentence about the value.
 */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(isUnion);
  return errors.filter((error) => {
    if (isUnion(error)) return !errors.some((other) => isBranchOf(other, error) && isDeeper(other, error));
    return unions.every((union) => !isBranchOf(error, union) || isDeeper(error, union));
  });
}

const isUnion = ({ keyword }: ErrorObject): boolean => keyword === 'anyOf' || keyword === 'oneOf';

/** An unknown key of one form says nothing where the value was meant to be another form. */
const isDeeper = (error: ErrorObject, union: ErrorObject): boolean =>
  error.instancePath.length > union.instancePath.length ||
  (error.instancePath === union.instancePath && error.keyword === 'additionalProperties');

function isBranchOf(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error !== union &&
    error.schemaPath.startsWith(`${union.schemaPath}/`) &&
    error.instancePath.startsWith(union.instancePath)
  );
}

/** An unknown or missing key is a mistake at that key. */
function placeOf({ keyword, instancePath, params, propertyName }: ErrorObject): string {
  const { additionalProperty, missingProperty } = params as Schema;
  const key =
    keyword === 'additionalProperties'
      ? additionalProperty
      : keyword === 'required'
        ? missingProperty
        : propertyName;
  return typeof key === 'string' ? instancePath + pointer([key]) : instancePath;
}

function sentence(error: ErrorObject): string {
  const params = error.params as Schema;
  const schema: Schema = error.parentSchema ?? {};
  switch (error.keyword) {
    case 'additionalProperties':
      return `no such key; there are: ${Object.keys(schema['properties'] ?? {}).join(', ')}`;
    case 'required':
      return 'is missing';
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}${found(error)}`;
    case 'enum':
      return `must be one of ${list(params['allowedValues'])}${found(error)}`;
    case 'type':
      return `must be of type ${[params['type']].flat().join(' or ')}${found(error)}`;
    case 'anyOf':
    case 'oneOf':
      return `fits none of its forms${found(error)}. ${text(schema['description'])} For example: ${example(schema)}`;
    case 'pattern':
      return `must look like ${example(schema)}${found(error)}`;
    case 'false schema':
      return `has no place here${found(error)}`;
    default:
      return `${error.message ?? 'is not valid'}${found(error)}`;
  }
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : '';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function example({ examples, pattern }: Schema): string {
  return Array.isArray(examples) ? JSON.stringify(examples[0]) : `the pattern ${text(pattern)}`;
}

function found({ data, propertyName }: ErrorObject): string {
  const written = JSON.stringify(propertyName ?? data);
  return `, not ${written.length > 80 ? `${written.slice(0, 80)}...` : written}`;
}
