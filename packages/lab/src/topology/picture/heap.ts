/** The cheapest first; of equals, whichever came first, so that the same picture comes out every time. */
export class Heap {
  private readonly items: { readonly value: number; readonly priority: number; readonly turn: number }[] = [];
  private turn = 0;

  push(value: number, priority: number): void {
    const { items } = this;
    items.push({ value, priority, turn: this.turn });
    this.turn += 1;
    let at = items.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swapIfLess(at, above)) break;
      at = above;
    }
  }

  pop(): { readonly value: number; readonly priority: number } | undefined {
    const { items } = this;
    const [top] = items;
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    items[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = left + 1 < items.length && this.isLess(left + 1, left) ? left + 1 : left;
      if (least >= items.length || !this.swapIfLess(least, at)) break;
      at = least;
    }
    return top;
  }

  private swapIfLess(lower: number, upper: number): boolean {
    if (!this.isLess(lower, upper)) return false;
    const { items } = this;
    const [one, other] = [items[lower], items[upper]];
    if (one !== undefined && other !== undefined) [items[lower], items[upper]] = [other, one];
    return true;
  }

  private isLess(left: number, right: number): boolean {
    const [one, other] = [this.items[left], this.items[right]];
    if (one === undefined || other === undefined) return false;
    return one.priority < other.priority || (one.priority === other.priority && one.turn < other.turn);
  }
}
