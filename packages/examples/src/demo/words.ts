/** What the demo says. */
const started = performance.now();
let steps = 0;

/** Announces the next step, with the seconds since the start. */
export function step(text: string): void {
  steps += 1;
  console.log(`\n[${((performance.now() - started) / 1000).toFixed(1)} s] ${steps}. ${text}`);
}

/** One line of detail. */
export function say(text: string): void {
  console.log(`    ${text}`);
}
