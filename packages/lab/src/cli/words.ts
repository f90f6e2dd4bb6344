/** Words go to stderr; stdout is for data. */
export function say(text: string): void {
  process.stderr.write(`msk-lab: ${harmless(text)}\n`);
}

/** One line of data. */
export function print(line: string): void {
  process.stdout.write(`${harmless(line)}\n`);
}

/** Text of files and of programs comes through here: what would command a terminal is written out instead. */
function harmless(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the ones that are looked for
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
