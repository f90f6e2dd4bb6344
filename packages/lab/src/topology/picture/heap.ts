/** The cheapest first; of equals, whichever came first, so that the same picture comes out every time. */
export class Heap {
  private readonly values: number[] = [];
  private readonly priorities: number[] = [];
  private readonly turns: number[] = [];
  private turn = 0;

  push(value: number, priority: number): void {
    const { values, priorities, turns } = this;
    let at = values.length;
    this.turn += 1;
    values.push(value);
    priorities.push(priority);
    turns.push(this.turn);
    for (let above = (at - 1) >> 1; at > 0 && this.isLess(at, above); above = (at - 1) >> 1) {
      this.swap(at, above);
      at = above;
    }
  }

  pop(): { readonly value: number; readonly priority: number } | null {
    const { values, priorities, turns } = this;
    if (values.length === 0) return null;
    this.swap(0, values.length - 1);
    const [value = 0, priority = 0] = [values.pop(), priorities.pop()];
    turns.pop();
    for (let at = 0; ;) {
      let least = 2 * at + 1;
      if (least + 1 < values.length && this.isLess(least + 1, least)) least += 1;
      if (least >= values.length || !this.isLess(least, at)) break;
      this.swap(least, at);
      at = least;
    }
    return { value, priority };
  }

  private isLess(one: number, other: number): boolean {
    const [first, second] = [this.priorities[one] ?? 0, this.priorities[other] ?? 0];
    return first < second || (first === second && (this.turns[one] ?? 0) < (this.turns[other] ?? 0));
  }

  private swap(one: number, other: number): void {
    for (const list of [this.values, this.priorities, this.turns])
      [list[one], list[other]] = [list[other] ?? 0, list[one] ?? 0];
  }
}
