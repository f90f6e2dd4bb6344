import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { base, BOOTSTRAP, ROLE } from '../../test/identity.ts';
import { startSts, succeed, type StsReply, type StsRequest } from '../../test/sts-server.ts';
import { resolveConfig } from '../config/resolve.ts';
import { isMskReachError } from '../errors.ts';
import { realPorts } from '../ports.ts';
import { createIdentity } from './identity.ts';

/** A proper answer, damaged; or anything at all. */
const reply = fc.tuple(
  fc.constantFrom(200, 200, 200, 200, 200, 200, 301, 400, 403, 403, 500),
  fc.oneof(
    fc.record({ cut: fc.nat(2_000), at: fc.nat(2_000), text: fc.string({ maxLength: 40 }) }),
    fc.string({ maxLength: 500, unit: 'binary' }),
    fc.constantFrom(
      '',
      '<',
      '<ErrorResponse/>',
      '<a>'.repeat(400),
      '{"Error":{}}',
      '<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>',
    ),
  ),
);

test(
  'fuzz: whatever STS answers, there are credentials or one coded error',
  { timeout: inject('fuzzRuns') * 120 },
  async () => {
    let next: (request: StsRequest) => StsReply | Promise<StsReply> = succeed;
    await using sts = await startSts((request) => next(request));
    const { identity: options } = await resolveConfig({
      bootstrap: BOOTSTRAP,
      stsEndpoint: sts.url,
      stsRegion: 'us-east-1',
      credentials: base,
      roles: [{ arn: ROLE }],
    });
    const ports = { ...realPorts, env: {} };
    await fc.assert(
      fc.asyncProperty(reply, async ([status, body]) => {
        next = async (request) => {
          if (typeof body === 'string') return { status, body };
          const sound = succeed(request);
          if (typeof sound === 'string') return sound;
          const at = body.at % sound.body.length;
          const text = `${sound.body.slice(0, at)}${body.text}${sound.body.slice(at + body.cut)}`;
          return { ...sound, status, body: text };
        };
        const identity = createIdentity(options, 'us-east-1', ports, { retryPauseMs: 1 });
        try {
          const { accessKeyId } = await identity.credentials();
          expect(accessKeyId).not.toBe('');
        } catch (error) {
          if (!isMskReachError(error)) throw error;
          expect(error.message.length).toBeLessThan(2_000);
          // eslint-disable-next-line no-control-regex -- what a terminal would obey
          expect(error.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/u);
        } finally {
          identity.close();
          sts.forget();
        }
      }),
      { numRuns: inject('fuzzRuns') },
    );
  },
);
