import type { CoveredWay } from '../../../src/declared.ts';

/** What becomes of every field of a notice, native to canonical. */
export const noticesIn: CoveredWay = {
  routes: [
    {
      message: 'pasokan',
      contract: 'food-supply/1.0',
      fields: {
        '/id_pasokan': ['/supplyId'],
        '/jumlah': ['/quantity'],
        '/kode_wilayah': ['/originRegion'],
        '/komoditas': ['/commodity/code', '/commodity/name', '/commodity/nativeName'],
        '/opd': ['/agency'],
        '/satuan': ['/unit'],
        '/tahap': ['/stage'],
        '/tersedia_mulai': ['/availableFrom'],
        '/tersedia_sampai': ['/availableUntil'],
      },
    },
    {
      message: 'layanan',
      contract: 'service-catalogue/1.0',
      fields: {
        '/id_layanan': ['/serviceId'],
        '/jam_layanan': ['/hours'],
        '/kategori': ['/category'],
        '/nama': ['/name/id'],
        '/nama_inggris': ['/name/en'],
        '/opd': ['/agency'],
        '/ringkasan': ['/summary'],
        '/status': ['/state'],
        '/tautan': ['/url'],
        '/wilayah/*': ['/regionCodes/*'],
      },
    },
  ],
  unread: [
    {
      why: 'menamai peristiwa: kapan pengumuman ini berubah',
      use: 'identity',
      fields: { layanan: ['/diperbarui'], pasokan: ['/diperbarui'] },
    },
    {
      why: 'ditulis gerbang sendiri; tidak berarti apa-apa bila kembali',
      fields: { layanan: ['/id_kiriman'], pasokan: ['/id_kiriman'] },
    },
    { why: 'ditulis gerbang sendiri; nama sistem ini sendiri ada di komoditas', fields: { pasokan: ['/nama_asli'] } },
    {
      why: 'ditulis gerbang sendiri; pengumuman sistem lain yang kembali ditolak',
      fields: {
        layanan: ['/rujukan/nomor_asal', '/rujukan/sistem'],
        pasokan: ['/rujukan/nomor_asal', '/rujukan/sistem'],
      },
    },
  ],
  unfilled: [],
};

/** What becomes of every field of a notice, canonical to native. */
export const noticesOut: CoveredWay = {
  routes: [
    {
      message: 'harga',
      contract: 'food-price/1.0',
      fields: {
        '/commodity/code': ['/name', '/id'],
        '/commodity/name': ['/name'],
        '/commodity/nativeName': ['/nama_asli'],
        '/date': ['/tanggal'],
        '/level': ['/tingkat'],
        '/location/market/id': ['/pasar/id'],
        '/location/market/name': ['/pasar/nama'],
        '/location/market/point/coordinates/0': ['/pasar/bujur'],
        '/location/market/point/coordinates/1': ['/pasar/lintang'],
        '/location/regionCode': ['/kode_wilayah', '/nama_wilayah'],
        '/previousPrice': ['/yesterday'],
        '/price': ['/today'],
        '/quality': ['/mutu'],
        '/source': ['/sumber'],
        '/unit': ['/satuan'],
      },
    },
    {
      message: 'pasokan',
      contract: 'food-supply/1.0',
      fields: {
        '/agency': ['/opd'],
        '/availableFrom': ['/tersedia_mulai'],
        '/availableUntil': ['/tersedia_sampai'],
        '/commodity/code': ['/komoditas'],
        '/commodity/name': ['/komoditas'],
        '/commodity/nativeName': ['/nama_asli'],
        '/originRegion': ['/kode_wilayah'],
        '/quantity': ['/jumlah'],
        '/stage': ['/tahap'],
        '/supplyId': ['/id_pasokan'],
        '/unit': ['/satuan'],
      },
    },
    {
      message: 'layanan',
      contract: 'service-catalogue/1.0',
      fields: {
        '/agency': ['/opd'],
        '/category': ['/kategori'],
        '/hours': ['/jam_layanan'],
        '/name/en': ['/nama_inggris'],
        '/name/id': ['/nama'],
        '/regionCodes/*': ['/wilayah/*'],
        '/serviceId': ['/id_layanan'],
        '/state': ['/status'],
        '/summary': ['/ringkasan'],
        '/url': ['/tautan'],
      },
    },
    {
      message: 'faskes',
      contract: 'health-facility/1.0',
      fields: {
        '/facilityId': ['/id_faskes'],
        '/kind': ['/jenis_faskes'],
        '/location/address': ['/alamat'],
        '/location/point/coordinates/0': ['/bujur'],
        '/location/point/coordinates/1': ['/lintang'],
        '/location/regionCode': ['/kode_wilayah', '/nama_wilayah'],
        '/name': ['/nama'],
        '/slots/*/date': ['/jadwal/*/tanggal'],
        '/slots/*/quota': ['/jadwal/*/kuota'],
        '/slots/*/remaining': ['/jadwal/*/kuota_sisa'],
        '/slots/*/time': ['/jadwal/*/jam'],
      },
    },
  ],
  unread: [],
  unfilled: [
    {
      why: 'kapan pengirim mengumumkannya, dari amplop peristiwanya',
      fields: { faskes: ['/diperbarui'], harga: ['/diperbarui'], layanan: ['/diperbarui'], pasokan: ['/diperbarui'] },
    },
    {
      why: 'nomor kiriman, sama pada setiap pengulangan',
      use: 'context',
      fields: { faskes: ['/id_kiriman'], harga: ['/id_kiriman'], layanan: ['/id_kiriman'], pasokan: ['/id_kiriman'] },
    },
    {
      why: 'nomor pengumuman di sistem pengirim',
      use: 'context',
      fields: {
        faskes: ['/rujukan/nomor_asal'],
        harga: ['/rujukan/nomor_asal'],
        layanan: ['/rujukan/nomor_asal'],
        pasokan: ['/rujukan/nomor_asal'],
      },
    },
    {
      why: 'nama sistem pengirim, dari amplop peristiwanya',
      fields: {
        faskes: ['/rujukan/sistem'],
        harga: ['/rujukan/sistem'],
        layanan: ['/rujukan/sistem'],
        pasokan: ['/rujukan/sistem'],
      },
    },
  ],
};
