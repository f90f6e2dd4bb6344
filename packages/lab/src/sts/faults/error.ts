/** Scripted errors: throttling, a switched-off Region, a service that fails. */
import { refuse, type Refusal } from '../../iam/refusal.ts';
import type { Interference, StsFault } from './fault.ts';

/** An error to answer with. @public */
export interface ScriptedError {
  /** AWS's error code. */
  readonly code: string;
  /** @default AWS's text for the code, where it is known */
  readonly message?: string;
  /** HTTP status. @default AWS's for the code, else 400 */
  readonly status?: number;
  /** Requests it answers; the true answer comes back after them. @default every one */
  readonly times?: number;
  /** Only this action. @default every one */
  readonly action?: string;
}

/** The account in RegionDisabledException's text is the client's. */
const KNOWN: Readonly<Record<string, readonly [status: number, message: string]>> = {
  Throttling: [400, 'Rate exceeded'],
  RegionDisabledException: [
    403,
    'STS is not activated in this region for account:111122223333. Your account administrator can activate STS in this region using the IAM Console.',
  ],
  ServiceUnavailable: [503, 'Service is unable to handle request.'],
  InternalFailure: [
    500,
    'The request processing has failed because of an unknown error, exception or failure.',
  ],
};

const ITEM = {
  description: 'One scripted error.',
  examples: [{ code: 'Throttling', times: 2 }],
  type: 'object',
  additionalProperties: false,
  required: ['code'],
  properties: {
    code: { description: "AWS's error code.", examples: ['Throttling'], type: 'string', minLength: 1 },
    message: { description: 'The text.', examples: ['Rate exceeded'], type: 'string' },
    status: { description: 'HTTP status.', examples: [400], type: 'integer', minimum: 400, maximum: 599 },
    times: {
      description: 'Requests it answers before the true answer comes back.',
      examples: [2],
      type: 'integer',
      minimum: 1,
    },
    action: { description: 'Only this action.', examples: ['AssumeRole'], type: 'string' },
  },
};

/** Answers with an error, some times or always. Several are used up one after the other. @public */
export const error: StsFault<ScriptedError | readonly ScriptedError[]> = {
  schema: {
    description:
      'Errors answered instead of the true answer. Known codes bring their own status and text: Throttling, RegionDisabledException, ServiceUnavailable, InternalFailure.',
    examples: [{ code: 'Throttling', times: 2 }, [{ code: 'RegionDisabledException' }]],
    oneOf: [ITEM, { type: 'array', items: ITEM, minItems: 1 }],
  },
  start: (value) => {
    const script = [value].flat().map((one) => ({ ...one, left: one.times ?? Infinity }));
    const next = (matches: (one: ScriptedError) => boolean): Interference | undefined => {
      const found = script.find((one) => one.left > 0 && matches(one));
      if (found === undefined) return undefined;
      found.left -= 1;
      return { kind: 'refusal', refusal: refusalOf(found) };
    };
    return {
      interfere: (action) => next((one) => (one.action ?? action) === action),
      interfereElsewhere: (action) => next((one) => one.action === action),
    };
  },
};

function refusalOf({ code, message, status }: ScriptedError): Refusal {
  const known = KNOWN[code];
  return refuse(code, message ?? known?.[1] ?? '', status ?? known?.[0] ?? 400);
}
