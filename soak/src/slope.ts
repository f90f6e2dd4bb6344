/** A measured moment. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How much y grows for each x, by least squares; 0 for fewer than two moments. */
export function slope(points: readonly Point[]): number {
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const common = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return count < 2 || spread === 0 ? 0 : common / spread;
}
