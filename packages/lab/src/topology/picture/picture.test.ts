import { describe, expect, it } from 'vitest';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadTopology, topologyNames } from '../load.ts';
import type { Box } from './boxes.ts';
import { drawingOf, textsOf, type Drawing } from './drawing.ts';
import { pictureOf, topologyPicture } from './picture.ts';
import { FONTS } from './text.ts';

const PICTURES = fileURLToPath(new URL('../../../../../docs/patterns/', import.meta.url));

const names = await topologyNames();

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

const drawn = new Map<string, Drawing>();

/** Each topology is laid out once for all tests that only look at it. */
async function drawingNamed(name: string): Promise<Drawing> {
  const drawing = drawn.get(name) ?? drawingOf(await loadTopology(name));
  drawn.set(name, drawing);
  return drawing;
}

describe.each(names)('the picture of %s', (name) => {
  it('is the one in docs/patterns', async () => {
    const svg = pictureOf(await loadTopology(name), await drawingNamed(name));
    await expect(svg).toMatchFileSnapshot(`${PICTURES}${name}.svg`);
  });

  it('names every account, VPC, member and step', async () => {
    const topology = await loadTopology(name);
    const svg = pictureOf(topology, await drawingNamed(name)).replaceAll(/<[^>]+>/g, '\n');
    const words = [
      ...Object.values(topology.vpcs).map(({ account }) => topology.accounts[account]?.id ?? ''),
      ...Object.entries(topology.vpcs).flatMap(([vpc, { cidr }]) => [`VPC ${vpc}`, cidr]),
      ...[topology.clients, topology.zones, topology.rules, topology.links].flatMap((all) =>
        Object.keys(all ?? {}),
      ),
      ...[topology.interfaceEndpoints, topology.loadBalancers, topology.resolverEndpoints].flatMap((all) =>
        Object.entries(all ?? {}).flatMap(([member, { addresses }]) => [member, ...Object.values(addresses)]),
      ),
      ...Object.values(topology.clusters).flatMap(({ endpoints }) =>
        Object.values(endpoints).flatMap(({ addresses }) => Object.values(addresses)),
      ),
    ];
    for (const word of words) expect(svg).toContain(word);
  });

  it('writes no two texts over each other, none on a line, and nothing outside', async () => {
    const drawing = await drawingNamed(name);
    const texts = textsOf(drawing);
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1))
        if (overlap(one, other)) expect.fail(`"${one.text}" and "${other.text}"`);
      if (!contains({ x: 0, y: 0, ...drawing }, one)) expect.fail(`"${one.text}" is cut off`);
    }
    const written = texts.filter(({ style }) => style !== 'badge');
    for (const { step, points } of drawing.wires) {
      expect(points.length).toBeGreaterThan(1);
      for (const line of segments(points))
        for (const text of written)
          if (overlap(line, text)) expect.fail(`${step.from} to ${step.to}, "${text.text}"`);
    }
  });

  it('keeps texts in their cards, and cards apart', async () => {
    const { cards, width } = await drawingNamed(name);
    for (const [index, card] of cards.entries()) {
      for (const text of card.texts) if (!contains(card, text)) expect.fail(`"${text.text}" leaves its card`);
      for (const other of cards.slice(index + 1))
        if (overlap(card, other)) expect.fail(`${card.card.id} and ${other.card.id}`);
    }
    expect(width).toBeLessThanOrEqual(1_100);
  });
});

/** Each straight piece of a line, as wide as it is drawn. */
function segments(points: readonly { readonly x: number; readonly y: number }[]): readonly Box[] {
  return points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    const [x, y] = [Math.min(start.x, end.x) - 1.5, Math.min(start.y, end.y) - 1.5];
    expect(start.x === end.x || start.y === end.y).toBe(true);
    return { x, y, width: Math.abs(end.x - start.x) + 3, height: Math.abs(end.y - start.y) + 3 };
  });
}

describe('pictures', () => {
  it('are the same for the same data', async () => {
    const topology = await loadTopology('S14-cross-region');
    expect(topologyPicture(structuredClone(topology))).toBe(topologyPicture(topology));
  });

  it('have no letters under 11 pixels', () => {
    for (const { size } of Object.values(FONTS)) expect(size).toBeGreaterThanOrEqual(11);
  });

  it('are of topologies that are there', async () => {
    const files = (await readdir(PICTURES)).filter((file) => file.endsWith('.svg'));
    expect(files.sort()).toEqual(names.map((name) => `${name}.svg`).sort());
  });

  it('keep what comes from a file text', async () => {
    const topology = await loadTopology('S6-zone-same-account');
    const svg = topologyPicture({ ...topology, title: '<script>"&\u0007' });
    expect(svg).toContain('&lt;script&gt;&quot;&amp;\ufffd');
    expect(svg).not.toContain('<script>');
  });
});
