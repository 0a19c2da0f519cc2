/**
 * What well-known patterns of the schemas ask for, in words that follow "harus". A schema's own `x-harus` goes before.
 * Tests see that every pattern has words.
 */
export const PATTERN_WORDS: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$':
    'berupa nomor atau kode: huruf dan angka, juga titik, garis bawah, garis miring dan tanda hubung sesudah yang pertama, paling banyak 80',
  '^[A-Za-z0-9][A-Za-z0-9._:/-]*$': 'berupa kode: huruf dan angka, juga . _ : / - sesudah yang pertama',
  '^([a-z][a-z0-9-]{0,62}:)?[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$':
    'berupa nomor laporan, atau <sistem>:<nomor>, misalnya lampung-in:LIN-20250703-0145',
  '^[a-z][a-z0-9-]{0,62}:[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$':
    'berupa <sistem>:<nomor>, misalnya lampung-in:LIN-20250703-0145',
  '^[A-Z][A-Z0-9_]*$': 'berupa nama variabel lingkungan (huruf besar, angka dan garis bawah), bukan isinya',
  '^[a-z][a-z0-9-]*$': 'berupa huruf kecil, angka dan tanda hubung, diawali huruf, misalnya lampung-in',
  '^[A-Za-z0-9_-]+$': 'berupa kode acak: huruf, angka, garis bawah dan tanda hubung, bukan nama atau nomor orang',
  '^[A-Za-z0-9_-]{1,128}$': 'berupa kode acak: huruf, angka, garis bawah dan tanda hubung, bukan nama atau nomor orang',
  '^[A-Za-z0-9._~-]+$': 'berupa huruf, angka, titik, garis bawah, tilde dan tanda hubung',
  '^[^\\p{Cc}]+$': 'berupa teks satu baris tanpa tanda kendali',
  '^\\s*$': 'kosong',
  '^\\d{2}$': 'berupa kode provinsi dua angka, misalnya 31',
  '^\\d{10}$': 'berupa kode desa sepuluh angka tanpa titik, misalnya 1801042001',
  '^\\d{2}\\.\\d{2}\\.\\d{2}\\.\\d{4}$': 'berupa kode desa atau kelurahan Kemendagri, misalnya 18.01.04.2001',
  '^\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?$': 'berupa kode wilayah Kemendagri, misalnya 31.74.01.1002',
  '^[0-9a-f]{64}$': 'berupa SHA-256: 64 angka heksadesimal huruf kecil',
  '^[a-z]+/[a-z0-9][a-z0-9.+-]*$': 'berupa jenis media, misalnya image/jpeg',
  '^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$': 'berupa jam:menit:detik, misalnya 08:30:00',
  '^20\\d{2}-\\d{2}-\\d{2}$': 'berupa tanggal tahun-bulan-hari, misalnya 2025-04-15',
  '^\\s*(\\d{1,2}[-/]\\d{1,2}[-/]20\\d{2}|20\\d{2}-\\d{2}-\\d{2})\\s*$':
    'berupa tanggal, misalnya 15/04/2025 atau 2025-04-15',
  '^(\\s*(20\\d{2}-\\d{2}-\\d{2}|\\d{1,2}[-/]\\d{1,2}[-/]20\\d{2})\\s*)?$':
    'berupa tanggal, misalnya 2025-04-15 atau 15-04-2025, atau kosong',
  '^\\s*((\\d{2}[/-]\\d{2}[/-]20\\d{2}|20\\d{2}-\\d{2}-\\d{2}[Tt]?)\\s*\\d{2}:|20\\d{6}[Tt]\\d{2})\\d{2}':
    'berupa waktu, misalnya 03/07/2025 09:15:00 atau 2025-07-03T09:15:00+07:00',
  '^\\s*(20\\d{2}-\\d{2}-\\d{2}.*)?$': 'berupa waktu, misalnya 2025-07-03T09:15:00+07:00, atau kosong',
  '^[1-9]\\d{0,8}$': 'berupa nomor urut, misalnya 12',
  '^[1-9]\\d{0,15}$': 'berupa nomor urut, misalnya 12',
  '^(null|[1-9]\\d{0,15})$': 'berupa nomor urut, misalnya 12, atau null',
  '^(\\s*\\d{1,8}(\\.00?)?\\s*)?$': 'berupa harga dalam rupiah bulat, misalnya 15000, atau kosong',
  '^PSK-\\d{4}-\\d{4}$': 'berupa nomor pasokan, misalnya PSK-2026-0007',
  '^-?\\d{1,3}(\\.\\d{1,20})?$': 'berupa derajat dengan titik desimal, misalnya -5.3971',
  '^\\s*(-?\\d{1,3}(\\.\\d{1,20})?)?\\s*$': 'berupa derajat dengan titik desimal, misalnya -5.3971, atau kosong',
  '^\\s*(-?\\d{1,3}(\\.\\d{1,15})?)?\\s*$': 'berupa derajat dengan titik desimal, misalnya -5.3971, atau kosong',
  '^-?\\d{1,2}(\\.\\d+)?(e-\\d+)?$': 'berupa lintang dengan titik desimal, misalnya -5.3971',
  '^\\d{2,3}(\\.\\d+)?$': 'berupa bujur dengan titik desimal, misalnya 105.2668',
  '^/systems/[a-z][a-z0-9-]*$': 'berupa /systems/<nama sistem>',
  '^id\\.jembatan\\.[a-z]+(-[a-z]+)*\\.v\\d+$': 'berupa id.jembatan.<kontrak>.v<versi>',
  '^urn:jembatan:contract:[a-z]+(-[a-z]+)*/\\d+\\.\\d+$': 'berupa urn:jembatan:contract:<kontrak>/<versi>',
};
