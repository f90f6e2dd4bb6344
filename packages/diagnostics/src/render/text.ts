/** Lines of a page: wrapping, indenting, colour. */

/** Escape codes of a terminal, or none. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** A paint that colours, or one that does not. */
export function paintOf(colour: boolean): Paint {
  const code = (on: number, off: number) => (text: string) =>
    colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    dim: code(2, 22),
    bold: code(1, 22),
  };
}

/** Wraps at spaces; a word longer than the page stays whole. */
export function wrap(text: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line];
}

/** Folds a shell command at spaces outside of quotes, so that it can still be pasted. */
export function fold(command: string, columns: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of shellWords(command)) {
    const room = columns - indent.length - (lines.length > 0 ? 2 : 0) - 2;
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(`${indent}${lines.length > 0 ? '  ' : ''}${line} \\`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${indent}${lines.length > 0 ? '  ' : ''}${line}`];
}

function shellWords(command: string): readonly string[] {
  return command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"])+/g) ?? [command];
}

/** Columns of equal width, two spaces apart. */
export function columnsOf(
  rows: readonly (readonly string[])[],
  painted: (cell: string, column: number) => string = (cell) => cell,
): readonly string[] {
  const widths = rows.reduce<number[]>((most, row) => {
    row.forEach((cell, index) => (most[index] = Math.max(most[index] ?? 0, cell.length)));
    return most;
  }, []);
  return rows.map((row) =>
    row
      .map(
        (cell, index) =>
          painted(cell, index) +
          ' '.repeat(index === row.length - 1 ? 0 : (widths[index] ?? 0) - cell.length),
      )
      .join('  '),
  );
}

/** One line for a terminal: whatever could move its cursor is gone. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
}
