/** 1,000 tokens asked for at once, from cold. The value is of no use: STS counts. */
import { serve } from './serve.ts';
import { coldTokens } from './tokens.ts';

const TOKENS = 1_000;

serve(async () => {
  const { token, close } = await coldTokens();
  await Promise.all(Array.from({ length: TOKENS }, token));
  close();
  return TOKENS;
});
