import type { Point } from '../generated/contracts.ts';

/**
 * The rectangle each province lies in, by its code: west, south, east, north in degrees (WGS84), at least 0.05 degrees wider
 * than the outermost of its islands in idn-area-data (ODbL) and of its borders in "Indonesia GeoJSON & TopoJSON Maps (38
 * Provinces)" by denyherianto (CC BY 4.0). A rectangle tells Lampung from Jakarta, not a place from its neighbour. The six
 * provinces of Papua have one: their sources do not agree which is which.
 */
const BOXES: Readonly<Record<string, readonly [west: number, south: number, east: number, north: number]>> = {
  11: [94.9, 1.9, 98.35, 6.15],
  12: [97, -0.7, 100.5, 4.35],
  13: [98.5, -3.65, 101.95, 0.95],
  14: [100, -1.2, 103.9, 2.95],
  15: [101.05, -2.85, 104.55, -0.65],
  16: [102, -5, 106.3, -1.55],
  17: [100.95, -5.55, 103.85, -2.2],
  18: [103.5, -6.25, 106.35, -3.65],
  19: [105.05, -3.9, 108.9, -1.4],
  21: [103.2, -1.35, 109.25, 4.85],
  31: [106.3, -6.45, 107.05, -5.15],
  32: [106.3, -7.9, 108.9, -5.75],
  33: [108.5, -8.3, 111.75, -5.65],
  34: [109.95, -8.3, 110.9, -7.45],
  35: [110.85, -8.85, 116.35, -5],
  36: [105.05, -7.1, 106.85, -5.75],
  51: [114.35, -8.9, 115.8, -8],
  52: [115.75, -9.2, 119.4, -8],
  53: [118.85, -11.05, 125.25, -7.7],
  61: [108.55, -3.15, 114.3, 2.15],
  62: [110.65, -3.6, 115.9, 0.8],
  63: [114.3, -5, 117.55, -1.25],
  64: [113.75, -2.5, 119.1, 2.65],
  65: [114.5, 1.05, 118.15, 4.45],
  71: [123.05, 0.25, 127.25, 5.65],
  72: [119.35, -3.7, 124.25, 1.45],
  73: [116.95, -7.85, 122.3, -1.85],
  74: [120.8, -6.25, 124.7, -2.7],
  75: [121.1, 0.25, 123.6, 1.15],
  76: [117, -3.65, 119.95, -0.75],
  81: [125.65, -8.4, 134.95, -2.65],
  82: [124.2, -2.5, 129.95, 2.7],
  91: [128.9, -9.2, 141.1, 1.3],
  92: [128.9, -9.2, 141.1, 1.3],
  93: [128.9, -9.2, 141.1, 1.3],
  94: [128.9, -9.2, 141.1, 1.3],
  95: [128.9, -9.2, 141.1, 1.3],
  96: [128.9, -9.2, 141.1, 1.3],
};

/** False where a point certainly lies in another province than the region does; also of a swapped pair, and of 0, 0. */
export function isInProvinceOf(regionCode: string, { coordinates: [x, y] }: Point): boolean {
  const box = BOXES[regionCode.slice(0, 2)];
  if (box === undefined) return false;
  const [west, south, east, north] = box;
  return x >= west && x <= east && y >= south && y <= north;
}
