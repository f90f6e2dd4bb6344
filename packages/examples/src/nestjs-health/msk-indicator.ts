import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { HealthState, Probes } from '@msk-reach/core';

/** Under which name the probes are provided: `client.health()`, or a consumer's `createConsumerHealth`. */
export const PROBES = 'msk-reach probes';

/** The cached health of a cluster's client, for `@nestjs/terminus`. Asking never causes a look at the cluster. */
@Injectable()
export class MskIndicator {
  readonly #probes: Probes;
  readonly #indicators: HealthIndicatorService;

  constructor(
    @Inject(PROBES) probes: Probes,
    @Inject(HealthIndicatorService) indicators: HealthIndicatorService,
  ) {
    this.#probes = probes;
    this.#indicators = indicators;
  }

  liveness(key: string): HealthIndicatorResult {
    return this.#result(key, this.#probes.liveness());
  }

  readiness(key: string): HealthIndicatorResult {
    return this.#result(key, this.#probes.readiness());
  }

  #result(key: string, { status, ...state }: HealthState): HealthIndicatorResult {
    const indicator = this.#indicators.check(key);
    if (status === 'fail') return indicator.down(state);
    return status === 'warn' ? indicator.degraded(state) : indicator.up(state);
  }
}
