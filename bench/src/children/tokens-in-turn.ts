/** 1,000 tokens, one after the other, from cold. The value is of no use: STS counts. */
import { serve } from './serve.ts';
import { coldTokens } from './tokens.ts';

const TOKENS = 1_000;

serve(async () => {
  const { token, close } = await coldTokens();
  for (let made = 0; made < TOKENS; made += 1) await token();
  close();
  return TOKENS;
});
