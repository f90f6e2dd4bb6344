/** What other programs may use of the diagnostics: the formats, and the command line as a function. */
export { exitCodeOf, exitCodes } from './cli/exit-code.ts';
export type { Io } from './cli/io.ts';
export { run } from './cli/run.ts';
export { formats } from './render/all.ts';
export type { Format, Rendering } from './render/rendering.ts';
