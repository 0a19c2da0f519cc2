import type { ErrorCode, GatewayError } from '../errors.ts';

/** What a command ends with. 0 is success; signals end it with 128 and their number. */
export const EXIT = { other: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

export const EXIT_HELP = `
Kode keluar: 0 berhasil, 1 gagal karena hal lain (juga konfigurasi yang tidak sah), 2 perintah keliru,
3 tidak ditemukan, 4 ditolak, 5 tidak dapat dihubungi; 130 dan 143 dihentikan Ctrl+C atau SIGTERM
sebelum selesai. Gerbang yang dihentikan menyelesaikan kirimannya dahulu dan berakhir dengan 0.`;

const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  'gateway-unreachable',
  'unreachable',
  'upstream-timeout',
  'backbone-unavailable',
]);

/** The exit code of a command that failed. */
export function exitCodeOf({ code, status }: GatewayError): number {
  if (code === 'usage') return EXIT.usage;
  if (UNREACHABLE.has(code)) return EXIT.unreachable;
  if (status === 404) return EXIT.notFound;
  return status >= 400 && status < 500 ? EXIT.refused : EXIT.other;
}
