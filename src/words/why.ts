import type { ExchangeFacts } from '../outcome.ts';

/** Why a connection gave no answer, by the code the system or undici has for it. */
const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'sambungan ditolak, tidak ada layanan di port itu',
  ENOTFOUND: 'nama host tidak dikenal',
  EAI_AGAIN: 'DNS tidak menjawab',
  EHOSTUNREACH: 'host tidak terjangkau',
  ENETUNREACH: 'jaringan tidak terjangkau',
  ETIMEDOUT: 'tidak tersambung sampai batas waktu',
  ECONNRESET: 'sambungan diputus',
  EPIPE: 'sambungan diputus',
  UND_ERR_SOCKET: 'sambungan ditutup sistem itu sebelum menjawab',
  UND_ERR_CONNECT_TIMEOUT: 'tidak tersambung sampai batas waktu',
  UND_ERR_HEADERS_TIMEOUT: 'sudah dikirim, tidak ada jawaban sampai batas waktu',
  UND_ERR_BODY_TIMEOUT: 'jawaban tidak selesai sampai batas waktu',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'jawaban melampaui batas ukuran',
  LOGIN_TIMEOUT: 'login tidak selesai sampai batas waktu',
  UND_ERR_ABORTED: 'dihentikan gerbang sendiri',
  CERT_HAS_EXPIRED: 'sertifikatnya sudah kedaluwarsa',
  CERT_NOT_YET_VALID: 'sertifikatnya belum berlaku',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'sertifikatnya ditandatangani sendiri',
  SELF_SIGNED_CERT_IN_CHAIN: 'rantai sertifikatnya ditandatangani sendiri',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'penerbit sertifikatnya tidak dikenal',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'penerbit sertifikatnya tidak dikenal',
  ERR_TLS_CERT_ALTNAME_INVALID: 'sertifikatnya untuk nama host lain',
  UNREADABLE_ENCODING: 'jawabannya tidak terbaca karena penyandiannya',
  EPROTO: 'jabat tangan TLS gagal',
};

/** Which kinds of code have no word of their own. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^PROXY_HTTP_407$/u, 'proksi meminta pengguna dan sandi yang benar'],
  [/^PROXY_HTTP_/u, 'proksi menolak membuka jalan ke sistem itu'],
  [/^UND_ERR_PRX_/u, 'proksi memutuskan sambungan'],
  [/^ERR_SSL_|^ERR_TLS_/u, 'jabat tangan TLS gagal'],
  [/^HPE_/u, 'jawabannya bukan HTTP yang sah'],
];

const codeWord = (code: string): string | undefined => CODES[code] ?? KINDS.find(([kind]) => kind.test(code))?.[1];

/**
 * Why an exchange failed, without a full stop: `HTTP 422: kodeWilayah di luar cakupan`, or
 * `ECONNREFUSED (sambungan ditolak, tidak ada layanan di port itu; 127.0.0.1:9)`.
 */
export function whyOf(exchange: ExchangeFacts): string {
  const { status, code, message, location, mediaType, login } = exchange;
  const where = login ? 'login: ' : '';
  if (status === null)
    return `${where}${code ?? 'tanpa jawaban'} (${[codeWord(code ?? ''), addressOf(exchange)].filter(Boolean).join('; ')})`;
  const to = location === null ? '' : ` ke ${location}`;
  // A success that was none: what came instead of JSON says more than its status.
  const type = status < 300 && mediaType !== null && !mediaType.includes('json') ? ` ${mediaType}` : '';
  const said = message ?? (code === null ? shortExcerpt(exchange) : (codeWord(code) ?? code));
  return `${where}HTTP ${status}${type}${to}${said === null ? '' : `: ${said}`}`;
}

/** Of a success that was none there is no sentence: what it said instead is the reason. */
function shortExcerpt({ status, excerpt }: ExchangeFacts): string | null {
  if (excerpt === null || status === null || status > 299) return null;
  return excerpt.length <= MOST_QUOTED ? excerpt : `${excerpt.slice(0, MOST_QUOTED).toWellFormed()}…`;
}

const MOST_QUOTED = 120;

function addressOf({ host, port }: ExchangeFacts): string | null {
  if (host === null) return null;
  return port === null ? host : `${host}:${port}`;
}

/** What is said of an answer, or of none, where nothing is known but its status or its kind: the exchange says it better. */
const GENERIC =
  /(?:Sistem penerima menjawab HTTP \d{3}|Sambungan gagal atau terputus|Tidak ada jawaban tepat waktu|Jawaban melampaui batas ukuran|Login dijawab bukan sebagaimana mestinya)\./u;

interface Failure {
  readonly error: { readonly detail: string } | null;
  readonly exchange?: ExchangeFacts | null | undefined;
}

/** Why something was not delivered, as far as it is known: the error's own words, and what was exchanged. Null for neither. */
export function failureText({ error, exchange }: Failure): string | null {
  if (error === null) return null;
  if (!exchange) return error.detail;
  const words = error.detail.replace(GENERIC, '').trim().replace(/[.:]$/u, '');
  return words === '' ? whyOf(exchange) : `${words} (${whyOf(exchange)})`;
}
