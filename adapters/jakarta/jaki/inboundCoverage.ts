import type { CoveredWay } from '../../../src/declared.ts';

/** What becomes of every field, native to canonical; `test/kits/coverageKit.ts` finds out whether it is true. */
export const inbound: CoveredWay = {
  routes: [
    {
      message: 'service',
      contract: 'service-catalogue/1.0',
      fields: {
        '/agency': ['/agency'],
        '/category': ['/category'],
        '/coverage/*/regionCode': ['/regionCodes/*'],
        '/name/en': ['/name/en'],
        '/name/id': ['/name/id'],
        '/openHours': ['/hours'],
        '/serviceCode': ['/serviceId'],
        '/status': ['/state'],
        '/summary': ['/summary'],
        '/url': ['/url'],
      },
    },
  ],
  unread: [
    {
      why: 'nama wilayah hanya untuk dibaca orang; kodenya yang berlaku',
      fields: { service: ['/coverage/*/regionName'] },
    },
    {
      why: 'waktu perubahan menamai peristiwanya dan ikut di amplop',
      use: 'identity',
      fields: { service: ['/updatedAt'] },
    },
    {
      why: 'layanan yang datang dari sistem lain tidak boleh kembali sebagai milik JAKI',
      use: 'refusal',
      fields: { service: ['/externalId'] },
    },
    {
      why: 'ditulis gerbang sendiri; tidak berarti apa-apa bila kembali',
      fields: { service: ['/deliveryId', '/sourceSystem'] },
    },
  ],
  unfilled: [],
};
