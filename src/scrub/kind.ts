/** The kinds of personal data that are taken out, and the word that stands in the place of each. */
export const MARKERS = {
  email: 'surel',
  telephone: 'nomor telepon',
  nik: 'NIK',
  plate: 'nomor polisi',
  customer: 'nomor pelanggan',
  account: 'nomor rekening',
  bpjs: 'nomor BPJS',
  npwp: 'NPWP',
  sim: 'nomor SIM',
  passport: 'nomor paspor',
  handle: 'akun media sosial',
} as const;

export type Kind = keyof typeof MARKERS;

export const KINDS = Object.keys(MARKERS) as readonly Kind[];

export const markerOf = (kind: Kind): string => `[${MARKERS[kind]} dihapus]`;
