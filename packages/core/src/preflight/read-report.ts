/** A report that somebody else wrote, read back. Loaded on first use, with zod. */
import * as z from 'zod/mini';
import type { Report } from './report.ts';

const text = z.string();
const texts = z.array(text);
const finding = z.object({
  check: text,
  status: z.enum(['pass', 'warn', 'fail', 'skip', 'unknown', 'crash']),
  subjects: texts,
  summary: text,
  blockedBy: texts,
  candidates: texts,
  settledBy: text,
  evidence: texts,
  fix: z.object({
    text,
    commands: z.array(
      z.object({
        owner: z.enum(['client', 'client-account', 'cluster-account', 'network-account', 'aws']),
        command: text,
      }),
    ),
  }),
});

const report: z.ZodMiniType<Report> = z.object({
  schema: z.literal('msk-reach/report/1'),
  status: z.enum(['pass', 'warn', 'fail', 'unknown']),
  startedAt: text.check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'is no date')),
  durationMs: z.number().check(z.minimum(0)),
  cluster: z.object({
    bootstrap: text,
    region: text,
    clusterId: text,
    brokers: z.array(z.object({ id: z.int(), host: text, port: z.int() })),
  }),
  pattern: z.object({
    declared: text,
    observed: z.enum(['phz', 'phz-privatelink', 'resolver-rule', 'local', 'none', 'unknown']),
    confidence: z.enum(['strong', 'weak', 'none']),
    alternatives: texts,
    evidence: texts,
  }),
  findings: z.array(finding),
  rootCauses: texts,
});

/** The report in a text, or what is wrong with it. */
export function readReport(given: string): { readonly report: Report } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(given);
  } catch {
    return { problem: 'it is not JSON' };
  }
  return reportIn(json);
}

/** The report in a value, or what is wrong with it. */
export function reportIn(json: unknown): { readonly report: Report } | { readonly problem: string } {
  const read = report.safeParse(json);
  if (read.success) return { report: read.data };
  const [first] = read.error.issues;
  const path = first?.path.map(String).join('.') ?? '';
  return { problem: `it is not a report of msk-reach (${path === '' ? 'at the top' : `at ${path}`})` };
}
