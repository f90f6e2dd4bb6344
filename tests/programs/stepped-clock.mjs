// The process's wall clock, which can be stepped. Import it before whatever reads the clock.
const real = Date.now;
let offsetMs = 0;
Date.now = () => real() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [target.now()] : args),
});

/** From now on the clock is so far ahead of the machine's; negative: behind. */
export const stepClock = (ms) => void (offsetMs = ms);
