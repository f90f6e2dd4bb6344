/** Words go to stderr; stdout is for data. */
export function say(text: string): void {
  process.stderr.write(`msk-lab: ${text}\n`);
}

/** One line of data. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
