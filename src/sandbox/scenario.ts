import type { CitizenReport } from '../dialect/simulator.ts';
import type { LetterQuestion } from '../generated/contracts.ts';

/**
 * Reports as citizens write them, about places that belong to the other province. All are made up: nobody's report and
 * nobody's name. Region codes are of Kepmendagri 300.2.2-2138/2025; points lie near the centre of the place.
 */

/** About places in Jakarta, filed in Lampung In. The text of the second holds a telephone number, of the third a plate. */
export const JAKARTA_PLACES: readonly CitizenReport[] = [
  {
    title: 'Jalan berlubang di depan stasiun',
    text: 'Saya warga Lampung yang indekos di Tebet. Jalan di depan Stasiun Tebet berlubang cukup dalam dan tergenang setiap hujan. Kemarin malam dua motor terjatuh. Mohon segera ditambal.',
    category: 'road',
    regionCode: '31.74.01.1002',
    point: [106.8583, -6.2262],
    address: 'Jl. Tebet Raya, depan Stasiun Tebet',
  },
  {
    title: 'Saluran air tersumbat di Pluit',
    text: 'Selokan di samping rumah orang tua saya tersumbat lumpur dan sampah, airnya meluap ke jalan sudah tiga hari. Petugas bisa menghubungi saya di 0812-0000-1234 sebelum datang.',
    category: 'drainage',
    regionCode: '31.72.01.1005',
    point: [106.7887, -6.1174],
    address: 'Jl. Pluit Karang Timur',
  },
  {
    title: 'Mobil parkir di trotoar Bendungan Hilir',
    text: 'Hampir setiap pagi mobil B 1234 ZZZ parkir menutup trotoar di dekat pasar, pejalan kaki terpaksa turun ke badan jalan. Mohon ditertibkan.',
    category: 'illegal-parking',
    regionCode: '31.71.07.1002',
    point: [106.8121, -6.2107],
    address: 'Jl. Bendungan Hilir Raya, dekat Pasar Benhil',
  },
  {
    title: 'Sampah menumpuk di Cilincing',
    text: 'Melanjutkan Laporan Sebelumnya No. JK2305290094 yang sudah selesai: sampah di tepi kali kembali menumpuk & baunya sampai ke permukiman. Mohon diangkut lagi dan dipasang tempat sampah.',
    category: 'waste',
    regionCode: '31.72.04.1001',
    point: [106.9445, -6.1065],
    address: 'Tepi Kali Cakung Lama, Cilincing',
  },
  {
    title: 'Pohon miring hampir menimpa kabel',
    text: 'Pohon angsana besar di depan sekolah sudah miring ke arah jalan setelah angin kencang hari Minggu. Khawatir tumbang saat jam pulang anak sekolah.',
    category: 'tree',
    regionCode: '31.75.02.1005',
    point: [106.8855, -6.1952],
    address: 'Jl. Pemuda, Rawamangun',
  },
  {
    title: 'Banjir di permukiman Kamal Muara',
    text: 'Air setinggi lutut sejak subuh karena rob, pompa di ujung jalan tidak menyala. Banyak lansia di sini. Mohon pompa diperiksa.',
    category: 'flood',
    regionCode: '31.72.01.1002',
    point: [106.7236, -6.0964],
    address: 'RW 04 Kamal Muara',
  },
  {
    title: 'Lampu penyeberangan padam',
    text: 'Lampu di jembatan penyeberangan dekat terminal padam seluruhnya. Kami yang turun dari bus malam dari Lampung takut melintas.',
    category: 'bridge-or-stop',
    regionCode: '31.73.06.1001',
    point: [106.7053, -6.1547],
    address: 'JPO Terminal Kalideres, Jl. Daan Mogot',
  },
  {
    title: 'Air perpipaan keruh',
    text: 'Sudah seminggu air dari keran berwarna cokelat pada pagi hari. Tetangga satu gang mengalami hal yang sama. Mohon jaringan diperiksa.',
    category: 'clean-water',
    regionCode: '31.75.07.1003',
    point: [106.9014, -6.2183],
    address: 'Jl. I Gusti Ngurah Rai, Klender',
  },
  {
    title: 'Trotoar rusak di Cipete',
    text: 'Ubin pemandu tunanetra terlepas di banyak titik sepanjang trotoar.\nSaya mendampingi kerabat yang tunanetra dan ia sempat "tersandung" di sana.',
    category: 'pavement',
    regionCode: '31.74.07.1010',
    point: [106.8015, -6.2625],
    address: 'Jl. Pangeran Antasari, Cipete Utara',
  },
];

/** About places in Lampung, filed in JAKI. The text of the second holds a telephone number, of the fourth a plate. */
export const LAMPUNG_PLACES: readonly CitizenReport[] = [
  {
    title: 'Jalan rusak menuju Pelabuhan Bakauheni',
    text: 'Warga Jakarta yang mudik lewat Bakauheni. Jalan keluar pelabuhan arah lintas timur banyak lubang dan tidak ada rambu, truk sering mengerem mendadak.',
    category: 'road',
    regionCode: '18.01.21.2004',
    point: [105.7524, -5.8653],
    address: 'Jalan lintas Sumatra, dekat pintu keluar pelabuhan',
  },
  {
    title: 'Tumpahan limbah di Labuhan Maringgai',
    text: 'Air muara berwarna hitam dan berbau sejak Sabtu, ikan di keramba keluarga kami mati. Bila perlu contoh air hubungi +62 812 0000 5678.',
    category: 'pollution',
    regionCode: '18.07.02.2001',
    point: [105.7923, -5.3491],
    address: 'Muara Labuhan Maringgai',
  },
  {
    title: 'Lampu jalan padam di Way Halim',
    text: 'Lampu penerangan jalan di sekitar PKOR padam satu ruas, gelap sekali setelah pukul tujuh malam. Saya berkunjung tiap akhir pekan dan belum pernah menyala.',
    category: 'electricity',
    regionCode: '18.71.15.1002',
    point: [105.2752, -5.3823],
    address: 'Jl. Sultan Agung, dekat PKOR Way Halim',
  },
  {
    title: 'Parkir liar di Enggal',
    text: 'Petugas parkir tanpa karcis menarik lima belas ribu rupiah di lapangan, mobil BE 1234 ZZ bahkan parkir di jalur sepeda. Mohon ditertibkan.',
    category: 'illegal-parking',
    regionCode: '18.71.17.1001',
    point: [105.2588, -5.4218],
    address: 'Lapangan Saburai, Enggal',
  },
  {
    title: 'Drainase tersumbat di Panjang',
    text: 'Laporan lanjutan dari LIN-20250703-0145: saluran di tepi jalan pelabuhan masih tersumbat, air meluap ke toko-toko setiap hujan lebat.',
    category: 'drainage',
    regionCode: '18.71.04.1003',
    point: [105.3236, -5.4712],
    address: 'Jl. Yos Sudarso, Panjang Utara',
  },
  {
    title: 'Sampah di pantai Krui',
    text: 'Pantai kotor oleh sampah plastik setelah libur panjang, tidak ada tempat sampah di sepanjang jalan masuk. Sayang sekali untuk tempat wisata.',
    category: 'waste',
    regionCode: '18.13.01.1005',
    point: [103.9312, -5.1906],
    address: 'Pantai Labuhan Jukung, Pasar Krui',
  },
  {
    title: 'Jembatan kayu lapuk di Menggala',
    text: 'Papan jembatan penyeberangan di tepi sungai sudah lapuk dan berlubang, anak sekolah melintas setiap hari.',
    category: 'bridge-or-stop',
    regionCode: '18.05.02.1011',
    point: [105.2534, -4.4682],
    address: 'Tepi Way Tulang Bawang, Menggala Kota',
  },
  {
    title: 'Pelayanan surat pindah lambat',
    text: 'Saya mengurus surat pindah ke Jakarta sejak tiga minggu lalu, setiap kali datang diminta kembali minggu depan tanpa tanda terima.',
    category: 'public-service',
    regionCode: '18.10.01.1004',
    point: [104.9646, -5.3571],
    address: 'Kantor kelurahan, Pringsewu Barat',
  },
  {
    title: 'Reklame roboh di Metro Timur',
    text: 'Papan reklame besar di simpang jalan miring dan rangkanya berkarat, bergoyang bila angin kencang. Mohon dibongkar sebelum jatuh korban.',
    category: 'billboard',
    regionCode: '18.72.04.1004',
    point: [105.3178, -5.1203],
    address: 'Simpang Yosorejo, Metro Timur',
  },
  {
    title: 'Jalan dusun terputus di Hajimena',
    text: 'Jalan menuju rumah orang tua saya di dusun sebelah embung terputus longsor kecil sejak hujan Kamis malam. Mobil tidak dapat lewat, motor harus dituntun.',
    category: 'road',
    regionCode: '18.01.04.2001',
    point: [105.2317, -5.3627],
    address: 'Jalan dusun dekat embung, Hajimena',
  },
];

/** Letters that citizens who moved show in the other province, as printed on them; the simulated village issued them. */
export const VILLAGE_LETTERS: readonly LetterQuestion[] = [
  {
    villageCode: '18.01.04.2001',
    letterNumber: '470/012/DS-HJM/IX/2025',
    date: '2025-09-12',
    letterType: 'Surat Keterangan Pindah Penduduk',
    verificationCode: 'aZ3k-91_x',
  },
];
