import type { Point } from './generated/contracts.ts';

export function isInProvinceOf(_regionCode: string, { coordinates: [x, y] }: Point): boolean {
  return x >= 94 && x <= 142 && y >= -12 && y <= 7;
}
