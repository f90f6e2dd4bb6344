import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packages resolve to their sources, so that a test never runs against a stale build. */
const alias = {
  '@msk-reach/core/protocol': source('packages/core/src/kafka/protocol.ts'),
  '@msk-reach/core/settings': source('packages/core/src/settings/settings.ts'),
  '@msk-reach/core': source('packages/core/src/index.ts'),
  '@msk-reach/diagnostics': source('packages/diagnostics/src/index.ts'),
  '@msk-reach/lab': source('packages/lab/src/index.ts'),
};

/** Tests that start processes of their own: one file at a time where the machine itself is looked at. */
const heavy = (name: string, include: string, fileParallelism = false, testTimeout = 60_000) => ({
  extends: true as const,
  test: { name, include: [include], testTimeout, hookTimeout: 2 * testTimeout, fileParallelism },
});

declare module 'vitest' {
  // eslint-disable-next-line typescript/consistent-type-definitions -- vitest's own interface is added to
  export interface ProvidedContext {
    /** How many generated inputs each decoder gets. */
    readonly fuzzRuns: number;
  }
}

/** `npm run fuzz` wants more, and as long as they take. */
const fuzzRuns = Number(process.env['MSK_REACH_FUZZ_RUNS'] ?? 1_000);

export default defineConfig({
  resolve: { alias },
  test: {
    // Every core works: the default leaves one of two idle.
    maxWorkers: '100%',
    provide: { fuzzRuns },
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_EC2_METADATA_DISABLED: 'true' },
    projects: [
      // Long enough for a busy machine: how fast something is belongs in the bench. One context for all files of a
      // worker: without module state among them it changes nothing but the time, which it halves.
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: ['packages/*/src/**/*.test.ts', 'bench/src/**/*.test.ts', 'soak/src/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      // They wait for brokers more than they work.
      heavy('lab', 'tests/src/**/*.test.ts', true),
      heavy('slow', 'tests/slow/**/*.test.ts'),
      heavy('packages', 'tests/packages/**/*.test.ts'),
      heavy('fidelity', 'tests/fidelity/**/*.test.ts'),
      heavy('container', 'tests/container/**/*.test.ts'),
      heavy('topology', 'tests/topology/**/*.test.ts', false, 300_000),
    ],
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      include: ['packages/core/src/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
});
