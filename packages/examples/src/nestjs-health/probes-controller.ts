import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { MskIndicator } from './msk-indicator.ts';

/** 200 or 503, as `@nestjs/terminus` answers: `degraded` is 200. */
@Controller()
export class ProbesController {
  readonly #checks: HealthCheckService;
  readonly #msk: MskIndicator;

  constructor(
    @Inject(HealthCheckService) checks: HealthCheckService,
    @Inject(MskIndicator) msk: MskIndicator,
  ) {
    this.#checks = checks;
    this.#msk = msk;
  }

  @Get('livez')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.#checks.check([() => this.#msk.liveness('msk')]);
  }

  @Get('readyz')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.#checks.check([() => this.#msk.readiness('msk')]);
  }
}
