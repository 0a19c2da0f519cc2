// Written from schemas/ by `npm run generate`. Not to be edited.

/**
 * Who may give what to whom, why, how much of it, and until when.
 */
export interface Agreement {
  /**
   * Names the agreement in the gateway's records.
   */
  id: string;
  /**
   * True for an agreement nobody signed: it lets data cross between simulated systems only.
   */
  specimen: boolean;
  /**
   * Title of the agreement, Indonesian.
   */
  title: string;
  /**
   * Who agreed. Every grant is between systems of these governments.
   */
  parties: AgreementParty[];
  /**
   * Laws, regulations and deeds the agreement rests on.
   */
  legalBasis: string[];
  /**
   * What the data may be used for, Indonesian (UU 27/2022 art. 28: processing is bound to its purpose).
   */
  purpose: string;
  /**
   * The ground in UU 27/2022 (Pelindungan Data Pribadi) art. 20(2), such as `UU 27/2022 Pasal 20 ayat (2) huruf e`.
   */
  personalDataGround: string;
  /**
   * First day the grants hold, in Jakarta time (UTC+07:00).
   */
  validFrom: string;
  /**
   * Last day the grants hold, in Jakarta time (UTC+07:00).
   */
  validUntil: string;
  /**
   * What may cross; nothing else does.
   */
  grants: Grant[];
}

/**
 * A government that agreed.
 */
export interface AgreementParty {
  /**
   * Kemendagri code of the party.
   */
  government: string;
  /**
   * Name of the government or agency that signed; never a person.
   */
  name: string;
  /**
   * The party's own number of the signed document; a specimen's contains CONTOH.
   */
  documentNumber: string;
}

/**
 * One contract from one system to another.
 */
export interface Grant {
  /**
   * System that gives, by its name in the configuration.
   */
  from: string;
  /**
   * System that receives, by its name in the configuration.
   */
  to: string;
  /**
   * The contract that may cross, as `<name>/<version>`.
   */
  contract: string;
  /**
   * `all`, or RFC 6901 pointers into the contract's data that may cross; what is not named stays behind.
   */
  fields: 'all' | string[];
  /**
   * Reports of these confidentialities may cross, no others. Without repetition.
   */
  confidentiality: Confidentiality[];
  /**
   * Days after the case ended that the gateway keeps what crossed by this grant.
   */
  retentionDays: number;
}

/**
 * A report as its owner knows it. Who reported it never crosses: no identity number, name, telephone, e-mail, IP address or device id.
 */
export interface CitizenReport {
  /**
   * The case through all its events: `<system>:<number>`, the system that first told the gateway of it and that system's own number. Set by the gateway.
   */
  caseId: string;
  /**
   * Name of the system the report was filed at, as in the gateway's configuration. Set by the gateway.
   */
  originSystem: string;
  /**
   * Province of the origin system's government, Kemendagri code of two digits (`18` Lampung, `31` Jakarta). Set by the gateway.
   */
  originProvince: string;
  /**
   * Complaint (pengaduan), aspiration (aspirasi) or information request (permintaan informasi): the three kinds of SP4N-LAPOR!. A dialect without kinds sends complaints.
   */
  kind: ReportKind;
  /**
   * What the report is about, in the shared vocabulary and in the sender's own word.
   */
  category: {
    /**
     * Shared category. A native category that no table knows crosses as `other` and is listed as a mapping gap.
     */
    code: CategoryCode;
    /**
     * The category's name at the sender's, as it was sent, scrubbed of personal data by the gateway.
     */
    native: string;
  };
  /**
   * What the citizen wrote, scrubbed of personal data by the gateway. Plain text, at most 10000 characters.
   */
  description: string;
  /**
   * True when scrubbing changed any free text of this report. Set by the gateway.
   */
  descriptionRedacted: boolean;
  /**
   * Where the reported thing is; not where the reporter lives.
   */
  location: {
    /**
     * Dotted Kemendagri code of the smallest region known, of any level (Kepmendagri 300.2.2-2138/2025). It decides whose the report is.
     */
    regionCode: string;
    /**
     * The exact place, or null where the sender has none. Absent where the agreement does not give it.
     */
    point?: Point | null;
    /**
     * The place in words, scrubbed of personal data by the gateway; null where the sender has none. Absent where the agreement does not give it.
     */
    address?: string | null;
    /**
     * What the region code rests on: a code the sender gave, its point on the map, or an officer's decision.
     */
    determinedBy: LocationBasis;
  };
  /**
   * Where the case stands, in the shared vocabulary.
   */
  status: ReportStatusCode;
  /**
   * The status's word at the sender's, as it was sent, scrubbed of personal data by the gateway.
   */
  nativeStatus: string;
  /**
   * Who may read the report; a grant names the values that may cross. `secret` is SP4N-LAPOR!'s rahasia.
   */
  confidentiality: Confidentiality;
  /**
   * True when the reporter asked not to be known, or the sender keeps every reporter unknown as JAKI does.
   */
  anonymous: boolean;
  /**
   * Opaque value that only the origin system can resolve to the reporter; null where it gives none. Never an identity number, telephone number or e-mail address. Absent where the agreement does not give it.
   */
  reporterHandle?: string | null;
  /**
   * The agency handling the report at the sender's, by its name there (a Perangkat Daerah or OPD); null where none is assigned. Never an officer. Absent where the agreement does not give it.
   */
  agency?: string | null;
  /**
   * When the sender means to be done; null where it sets no limit. Absent where the agreement does not give it.
   */
  dueAt?: string | null;
  /**
   * Photos and documents by address, in the sender's order; empty where there are none. Their content does not cross the gateway. Absent where the agreement does not give it.
   */
  attachments?: Attachment[];
  /**
   * When the report was filed at its origin.
   */
  createdAt: string;
  /**
   * When the sender last changed it; the time of creation where it says nothing else.
   */
  updatedAt: string;
  /**
   * Other cases this one mentions, as case ids or, where the gateway does not know the case, as the number that was written. Without repetition. Set by the gateway. Absent where the agreement does not give it.
   */
  relatedCases?: string[];
}

/**
 * The three kinds of SP4N-LAPOR!.
 */
export type ReportKind = 'complaint' | 'aspiration' | 'information-request';

/**
 * The shared categories.
 */
export type CategoryCode =
  | 'road'
  | 'pavement'
  | 'illegal-parking'
  | 'traffic'
  | 'tree'
  | 'waste'
  | 'drainage'
  | 'flood'
  | 'electricity'
  | 'telecoms'
  | 'bridge-or-stop'
  | 'street-vendor'
  | 'billboard'
  | 'smoke-free-zone'
  | 'public-order'
  | 'pollution'
  | 'building'
  | 'clean-water'
  | 'park'
  | 'social-welfare'
  | 'public-service'
  | 'education'
  | 'licensing'
  | 'other';

/** Every {@link CategoryCode}. */
export const CATEGORY_CODES = [
  'road',
  'pavement',
  'illegal-parking',
  'traffic',
  'tree',
  'waste',
  'drainage',
  'flood',
  'electricity',
  'telecoms',
  'bridge-or-stop',
  'street-vendor',
  'billboard',
  'smoke-free-zone',
  'public-order',
  'pollution',
  'building',
  'clean-water',
  'park',
  'social-welfare',
  'public-service',
  'education',
  'licensing',
  'other',
] as const satisfies readonly CategoryCode[];

/**
 * The shared statuses of a case.
 */
export type ReportStatusCode =
  | 'received'
  | 'verified'
  | 'coordinated'
  | 'assigned'
  | 'in-progress'
  | 'awaiting-validation'
  | 'rework'
  | 'done'
  | 'rejected'
  | 'outside-authority'
  | 'handed-over';

/** Every {@link ReportStatusCode}. */
export const REPORT_STATUS_CODES = [
  'received',
  'verified',
  'coordinated',
  'assigned',
  'in-progress',
  'awaiting-validation',
  'rework',
  'done',
  'rejected',
  'outside-authority',
  'handed-over',
] as const satisfies readonly ReportStatusCode[];

/**
 * Who may read a report.
 */
export type Confidentiality = 'public' | 'private' | 'secret';

/**
 * What a region code rests on.
 */
export type LocationBasis = 'code' | 'point' | 'officer';

/**
 * A GeoJSON point (RFC 7946), WGS84, within Indonesia.
 */
export interface Point {
  /**
   * Always `Point`.
   */
  type: 'Point';
  /**
   * Longitude, then latitude, in decimal degrees. The bounds are Indonesia's, so that a swapped pair is refused.
   *
   * @minItems 2
   * @maxItems 2
   */
  coordinates: [number, number];
}

/**
 * A photo or document, by address.
 */
export interface Attachment {
  /**
   * Where the file can be fetched.
   */
  url: string;
  /**
   * IANA media type without parameters, such as `image/jpeg`; null where the sender does not say.
   */
  mediaType: string | null;
  /**
   * SHA-256 of the file's bytes, 64 lower-case hexadecimal digits; null where the sender does not say.
   */
  sha256: string | null;
}

/**
 * The gateway's configuration, `jembatan.json`. What has a default may be left out; an unknown key is refused.
 */
export interface Config {
  /**
   * Where the gateway's HTTP server listens.
   */
  listen: {
    /**
     * Address to bind. The default is reached from this machine only; a container needs `0.0.0.0`.
     */
    host: string;
    /**
     * TCP port; 0 lets the system choose a free one.
     */
    port: number;
  };
  /**
   * Folder of the ledger and the embedded backbone, absolute or relative to the configuration file. Created where it is missing. One gateway at a time.
   */
  dataDir: string;
  /**
   * Folder whose `*.json` files are the agreements, absolute or relative to the configuration file.
   */
  agreementsDir: string;
  /**
   * Access to the operator's API and console.
   */
  operator: {
    /**
     * SHA-256, in lower-case hexadecimal, of the operators' token; the token itself is kept nowhere.
     */
    tokenSha256: string;
  };
  /**
   * The connected systems; their names are unique.
   */
  systems: ConfigSystem[];
  /**
   * The log that carries relays from the ledger to the senders.
   */
  backbone: {
    /**
     * `embedded`: the ledger's own file, for one machine. `kafka`: Apache Kafka, described by `kafka`.
     */
    kind: 'embedded' | 'kafka';
    /**
     * How Kafka is reached and used; needed where `kind` is `kafka`.
     */
    kafka?: ConfigKafka;
  };
  /**
   * How a delivery that failed for the moment is tried again.
   */
  retry: {
    /**
     * Seconds to wait before each further attempt; after the last it becomes a dead letter.
     */
    delaysSeconds: number[];
    /**
     * Each delay varies by up to this share of itself, either way.
     */
    jitter: number;
  };
  /**
   * When sends to a troubled system pause, and how its recovery is found out.
   */
  circuit: {
    /**
     * This many failures in a row open the circuit, at any volume.
     */
    consecutiveFailures: number;
    /**
     * This share of failed sends within the window opens the circuit.
     */
    errorThresholdPercent: number;
    /**
     * Below this many sends within the window the share counts for nothing.
     */
    minimumCalls: number;
    /**
     * Seconds the share of failed sends is measured over.
     */
    windowSeconds: number;
    /**
     * Seconds from opening to the first probe; doubles with each probe that fails.
     */
    probeSeconds: number;
    /**
     * Seconds between probes, at most.
     */
    probeMaxSeconds: number;
  };
  /**
   * Seconds a status for a number not yet known waits for it, before it is quarantined.
   */
  numberWaitSeconds: number;
  /**
   * Seconds that work under way may take after SIGTERM; what is left is sent again after the next start.
   */
  drainSeconds: number;
}

/**
 * How Kafka is reached and used; needed where `kind` is `kafka`.
 */
export interface ConfigKafka {
  /**
   * Addresses to begin with, `host:port`.
   */
  brokers: string[];
  /**
   * First part of every topic's and group's name. A namespace belongs to one ledger.
   */
  namespace: string;
  /**
   * Partitions of each topic the gateway makes; topics that exist stay as they are.
   */
  partitions: number;
  /**
   * Copies of each topic the gateway makes; the brokers' own default where absent. Three, with `min.insync.replicas` two, for real use.
   */
  replicationFactor?: number;
  /**
   * Hours a record stays on Kafka after the ledger has settled it. Longer than the time between two back-ups of the ledger, a restored ledger can name what it does not know.
   */
  keepHours: number;
  /**
   * Where present, even empty, connections are encrypted. Files are PEM, relative to the configuration file.
   */
  tls?: {
    /**
     * Certificates of the authority that signed the brokers'; the system's own where absent.
     */
    caFile?: string;
    /**
     * The gateway's own certificate, where the brokers ask for one; then `keyFile` too.
     */
    certFile?: string;
    /**
     * Key of the gateway's certificate.
     */
    keyFile?: string;
  };
  /**
   * How the gateway proves who it is, where the brokers ask.
   */
  sasl?: {
    /**
     * `plain` only over TLS.
     */
    mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    /**
     * Name the brokers know the gateway by.
     */
    username: string;
    /**
     * Name of the environment variable that holds the password.
     */
    passwordEnv: string;
  };
}

/**
 * One connected system.
 */
export interface ConfigSystem {
  /**
   * Names the system in addresses, topics, agreements and case ids. Never changed once used.
   */
  name: string;
  /**
   * Name shown to operators, Indonesian.
   */
  title: string;
  /**
   * The adapter that speaks for it, as its folder below `adapters/`: `jakarta/jaki-crm`.
   */
  dialect: string;
  /**
   * Kemendagri code of the government that runs it.
   */
  government: string;
  /**
   * Kemendagri code of the region it serves, with everything below it. Where its dialect takes reports, they are those of this region.
   */
  territory: string;
  /**
   * Base address of its API, http or https; request paths are appended to it. May be absent or null only for a simulated system, which the sandbox gives an address, and for an inbox.
   */
  endpoint: string | null;
  /**
   * True when the sandbox plays this system. Specimen agreements cover no others.
   */
  simulated: boolean;
  /**
   * SHA-256, in lower-case hexadecimal, of the token the system presents to the gateway; the token itself is kept nowhere. Null for a system that never calls the gateway: nobody may then speak for it.
   */
  tokenSha256: string | null;
  /**
   * `push`: the gateway calls the system. `inbox`: the system cannot be called (it is behind a firewall, say) and fetches what is for it from the gateway.
   */
  delivery: 'push' | 'inbox';
  /**
   * How often the gateway asks a system that does not push; null for never. Only for a dialect that can be asked.
   */
  poll: ConfigPoll | null;
  /**
   * What this system's dialect must know of it, as the adapter's own schema says (`npx jembatan check` judges it); an empty object where it needs nothing.
   */
  options: {
    [k: string]: unknown;
  };
  /**
   * What the gateway presents to the system; null for nothing.
   */
  credentials: Credentials | null;
  /**
   * The proxy through which the gateway calls the system, by CONNECT; null for none. Variables such as HTTPS_PROXY are not read.
   */
  proxy: OutboundProxy | null;
  /**
   * Whom the gateway trusts at the system's https endpoint, and who it says it is; null for the machine's own authorities and no certificate. Files are PEM, relative to the configuration file, read at the start.
   */
  tls: OutboundTls | null;
  /**
   * Name of the environment variable that holds the secret, `whsec_` and base64, by which every delivery is signed (Standard Webhooks); null for no signature. Never the secret itself.
   */
  signatureSecretEnv: string | null;
  /**
   * Milliseconds from connecting to the last byte of an answer; one send is given up after it. For an inbox: how long what was fetched may stay unacknowledged.
   */
  timeoutMs: number;
  /**
   * False withdraws what the dialect says: a repeat under the same delivery id may have a second effect here, so a POST that may have arrived is never sent again by itself. It cannot be granted.
   */
  honoursDeliveryId?: false;
  /**
   * Sends under way at once to this system, at most.
   */
  concurrency: number;
  /**
   * Sends started per second, at most; null is unlimited. Also holds for the backlog after an outage.
   */
  ratePerSecond: number | null;
  /**
   * Days the system has to accept or decline a handover, before it expires.
   */
  handoverAnswerDays: number;
}

/**
 * A forward proxy between the gateway and a system.
 */
export interface OutboundProxy {
  /**
   * Address of the proxy, http or https, without a path, a user name or a password.
   */
  url: string;
  /**
   * Name of the environment variable that holds the user name for the proxy; then `passwordEnv` too.
   */
  userEnv?: string;
  /**
   * Name of the environment variable that holds the password; never the password itself.
   */
  passwordEnv?: string;
}

/**
 * Certificates for one system.
 */
export interface OutboundTls {
  /**
   * Certificates of the authorities to trust, and no others; the machine's own where absent.
   */
  caFile?: string;
  /**
   * The gateway's own certificate, with those between it and its authority, where the system asks for one; then `keyFile` too.
   */
  certFile?: string;
  /**
   * Key of the gateway's certificate.
   */
  keyFile?: string;
  /**
   * Name of the environment variable that holds the passphrase of the key, where it has one.
   */
  passphraseEnv?: string;
}

/**
 * What the gateway presents to a system: a token that was given to it, or one that it logs in for; one of the two.
 */
export interface Credentials {
  /**
   * Name of the environment variable that holds the token; never the token itself.
   */
  bearerEnv?: string;
  /**
   * Name and password the gateway logs in with, as the dialect says how; the token it is given is kept in memory alone.
   */
  login?: Login;
}

/**
 * How a system is asked for what is new.
 */
export interface ConfigPoll {
  /**
   * Seconds from the end of one round of questions to the beginning of the next, give or take a tenth.
   */
  intervalSeconds: number;
  /**
   * The most questions a second, after a first few at once (four seconds' worth, ten at least). Keep it low for shared hosting. 5 unless said.
   */
  requestsPerSecond?: number;
  /**
   * The most questions of one round, whatever the system says of its pages; the next round goes on where it stopped. 200 unless said.
   */
  requestsPerRound?: number;
  /**
   * The longest one round takes; the next round goes on where it stopped. 120 unless said.
   */
  secondsPerRound?: number;
}

/**
 * By the names of environment variables; never the words themselves.
 */
export interface Login {
  /**
   * Name of the environment variable that holds the user's name.
   */
  userEnv: string;
  /**
   * Name of the environment variable that holds the password.
   */
  passwordEnv: string;
}

/**
 * One price of one commodity at one market, or in one region, on one day. A public figure: it says nothing about a person.
 */
export interface FoodPrice {
  /**
   * What is sold.
   */
  commodity: Commodity;
  /**
   * Whole rupiah for one unit; null where nobody quoted a price that day. Never 0: sources write 0 for no quote.
   */
  price: number | null;
  /**
   * What the price is for.
   */
  unit: UnitCode;
  /**
   * Where in the chain the price was taken.
   */
  level: PriceLevelCode;
  /**
   * Where the price holds.
   */
  location: {
    /**
     * Dotted Kemendagri code of the smallest region known.
     */
    regionCode: string;
    /**
     * The market, or null where the price is one of a whole region.
     */
    market: Market | null;
  };
  /**
   * The day the price was taken, in the time of the place.
   */
  date: string;
  /**
   * The quote before this one, whole rupiah; null where there is none. Absent where the agreement does not give it.
   */
  previousPrice?: number | null;
  /**
   * How the figure came about.
   */
  quality: PriceQualityCode;
  /**
   * Who publishes the figure, by name: `Info Pangan Jakarta`.
   */
  source: string;
}

/**
 * A food, by Badan Pangan Nasional's list and by the sender's own name.
 */
export interface Commodity {
  /**
   * Number in the Panel Harga of Badan Pangan Nasional; `other` for a food that list does not have, told by its native name.
   */
  code: CommodityCode;
  /**
   * Its name in that list; the native name, tidied, for `other`.
   */
  name: string;
  /**
   * The food's name at the sender's, as it was sent, scrubbed of personal data by the gateway.
   */
  nativeName: string;
}

/**
 * Numbers of the Panel Harga of Badan Pangan Nasional, as its published tables of 2025 have them, and `other`.
 */
export type CommodityCode =
  | '27'
  | '28'
  | '109'
  | '29'
  | '30'
  | '31'
  | '32'
  | '126'
  | '33'
  | '34'
  | '35'
  | '36'
  | '37'
  | '38'
  | '101'
  | '127'
  | '40'
  | '108'
  | '102'
  | '104'
  | '105'
  | '106'
  | '107'
  | '149'
  | '152'
  | 'other';

/** Every {@link CommodityCode}. */
export const COMMODITY_CODES = [
  '27',
  '28',
  '109',
  '29',
  '30',
  '31',
  '32',
  '126',
  '33',
  '34',
  '35',
  '36',
  '37',
  '38',
  '101',
  '127',
  '40',
  '108',
  '102',
  '104',
  '105',
  '106',
  '107',
  '149',
  '152',
  'other',
] as const satisfies readonly CommodityCode[];

/**
 * Units in which food is priced and supplied.
 */
export type UnitCode = 'kg' | 'quintal' | 'tonne' | 'litre' | 'piece' | 'pack' | 'bunch';

/** Every {@link UnitCode}. */
export const UNIT_CODES = [
  'kg',
  'quintal',
  'tonne',
  'litre',
  'piece',
  'pack',
  'bunch',
] as const satisfies readonly UnitCode[];

/**
 * What a consumer pays, what a producer is paid, or what a wholesaler asks.
 */
export type PriceLevelCode = 'consumer' | 'producer' | 'wholesale';

/** Every {@link PriceLevelCode}. */
export const PRICE_LEVEL_CODES = [
  'consumer',
  'producer',
  'wholesale',
] as const satisfies readonly PriceLevelCode[];

/**
 * `reported`: quoted at the place. `averaged`: over several places. `imputed`: carried forward or estimated by the source.
 */
export type PriceQualityCode = 'reported' | 'averaged' | 'imputed';

/** Every {@link PriceQualityCode}. */
export const PRICE_QUALITY_CODES = [
  'reported',
  'averaged',
  'imputed',
] as const satisfies readonly PriceQualityCode[];

/**
 * A market where food is sold.
 */
export interface Market {
  /**
   * The market's own id at the sender's.
   */
  id: string;
  /**
   * Name of the market.
   */
  name: string;
  /**
   * Where it stands; null where the sender does not say.
   */
  point: Point | null;
}

/**
 * A quantity of a commodity that a region can supply, raw or processed. For the downstream processing (hilirisasi) that the governors agreed to seek.
 */
export interface FoodSupply {
  /**
   * The notice's own number at the sender's; a newer notice of the same number replaces the older.
   */
  supplyId: string;
  /**
   * What can be supplied.
   */
  commodity: Commodity;
  /**
   * Raw, or processed.
   */
  stage: SupplyStageCode;
  /**
   * How much there is, in `unit`; 0 once nothing is left.
   */
  quantity: number;
  /**
   * What is counted.
   */
  unit: UnitCode;
  /**
   * Where it comes from, dotted Kemendagri code.
   */
  originRegion: string;
  /**
   * First day it can be had.
   */
  availableFrom: string;
  /**
   * Last day it can be had; null where the sender sets no end.
   */
  availableUntil: string | null;
  /**
   * The agency that answers for the notice, by name; never a person. Null where the sender names none. Absent where the agreement does not give it.
   */
  agency?: string | null;
}

/**
 * As harvested, or after processing.
 */
export type SupplyStageCode = 'raw' | 'processed';

/** Every {@link SupplyStageCode}. */
export const SUPPLY_STAGE_CODES = [
  'raw',
  'processed',
] as const satisfies readonly SupplyStageCode[];

/**
 * What became of a handover: registered under the recipient's number, accepted or declined by an officer, expired at `answerBy`, or withdrawn by its sender.
 */
export interface HandoverAnswer {
  /**
   * The handover that is answered. Set by the gateway.
   */
  handoverId: string;
  /**
   * The case that was handed over: `<system>:<number>`. Set by the gateway.
   */
  caseId: string;
  /**
   * `registered`: the recipient's system gave it a number. `accepted`, `declined`: an officer decided. `expired`: nobody decided by `answerBy`. `withdrawn`: the sender took it back.
   */
  state: HandoverState;
  /**
   * The recipient's own number for the case; never null when registered, null otherwise where no number is known.
   */
  destinationNumber: string | null;
  /**
   * The officer's words for the other side, scrubbed of personal data by the gateway; null where there are none. Absent where the agreement does not give it.
   */
  note?: string | null;
  /**
   * When it happened: at the recipient's, or at the gateway for `expired`.
   */
  at: string;
}

/**
 * What became of a handover.
 */
export type HandoverState = 'registered' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/**
 * A public health site, and the vaccination slots still open there. A public notice: registering, which needs an identity number, does not cross.
 */
export interface HealthFacility {
  /**
   * The site's own id at the sender's.
   */
  facilityId: string;
  /**
   * What the site is called.
   */
  name: string;
  /**
   * What sort of site it is.
   */
  kind: FacilityKindCode;
  /**
   * Where it is.
   */
  location: {
    /**
     * Dotted Kemendagri code of the smallest region known.
     */
    regionCode: string;
    /**
     * The exact place; null where the sender does not say. Absent where the agreement does not give it.
     */
    point?: Point | null;
    /**
     * In words; null where the sender does not say. Absent where the agreement does not give it.
     */
    address?: string | null;
  };
  /**
   * Appointments by day and time, the earliest first; empty where none are open or known.
   */
  slots: Slot[];
}

/**
 * The shared kinds of sites.
 */
export type FacilityKindCode = 'hospital' | 'puskesmas' | 'clinic' | 'vaccination-centre' | 'other';

/** Every {@link FacilityKindCode}. */
export const FACILITY_KIND_CODES = [
  'hospital',
  'puskesmas',
  'clinic',
  'vaccination-centre',
  'other',
] as const satisfies readonly FacilityKindCode[];

/**
 * Appointments at one time of one day.
 */
export interface Slot {
  /**
   * The day, in the time of the place.
   */
  date: string;
  /**
   * When it begins, `HH:MM:SS` in the time of the place; null where the whole day is one slot.
   */
  time: string | null;
  /**
   * Appointments there are; null where the sender does not say.
   */
  quota: number | null;
  /**
   * Appointments still free; null where the sender does not say.
   */
  remaining: number | null;
}

/**
 * Is this village letter genuine? The question, and the answer of the village that is said to have issued it. No population data, in either: not whose letter it is, and not what it says.
 */
export interface LetterVerification {
  /**
   * Which letter is asked about.
   */
  ask: LetterQuestion;
  /**
   * What the village system says of it.
   */
  answer: LetterAnswer;
}

/**
 * A letter by what is printed on it.
 */
export interface LetterQuestion {
  /**
   * The village that is said to have issued it, dotted Kemendagri code of four parts.
   */
  villageCode: string;
  /**
   * As printed: `470/012/DS-HJM/IX/2025`.
   */
  letterNumber: string;
  /**
   * The date on the letter; null where it is not legible.
   */
  date: string | null;
  /**
   * What it is called, or its code (`S-04`); null where not known.
   */
  letterType: string | null;
  /**
   * What its QR code carries; null where it has none.
   */
  verificationCode: string | null;
}

/**
 * What the village system says.
 */
export interface LetterAnswer {
  /**
   * Whether the letter is genuine.
   */
  result: LetterResultCode;
  /**
   * The day it was issued by the village's own records; null unless genuine or revoked.
   */
  issuedAt: string | null;
  /**
   * The last day it holds; null where it has none or is not genuine.
   */
  validUntil: string | null;
}

/**
 * `genuine`: issued as asked. `not-found`: the village has no such letter. `revoked`: issued and withdrawn. `not-yet-issued`: a draft, not signed yet.
 */
export type LetterResultCode = 'genuine' | 'not-found' | 'revoked' | 'not-yet-issued';

/** Every {@link LetterResultCode}. */
export const LETTER_RESULT_CODES = [
  'genuine',
  'not-found',
  'revoked',
  'not-yet-issued',
] as const satisfies readonly LetterResultCode[];

/**
 * "This is yours": a report outside the sender's territory or authority. Raised once per case; its answer is a `handover-answer`.
 */
export interface ReportHandover {
  /**
   * Names this handover; its answers repeat it. Set by the gateway.
   */
  handoverId: string;
  /**
   * The report being handed over, as the sender knows it.
   */
  report: CitizenReport;
  /**
   * The authority that hands over. Set by the gateway.
   */
  from: Authority;
  /**
   * The authority the report belongs to. Set by the gateway.
   */
  to: Authority;
  /**
   * Why it is not the sender's: outside its territory, outside its authority, or sent through the wrong channel.
   */
  reason: HandoverReason;
  /**
   * When the handover expires if nobody has accepted or declined it. Set by the gateway.
   */
  answerBy: string;
}

/**
 * Why a report is not the sender's.
 */
export type HandoverReason = 'outside-territory' | 'outside-authority' | 'wrong-channel';

/**
 * Province, regency or city, or an agency of the central government in the region (instansi vertikal: police, courts, banks' supervisors).
 */
export type AuthorityLevel = 'province' | 'regency' | 'vertical-agency';

/**
 * Whose a report is.
 */
export interface Authority {
  /**
   * Level of the authority.
   */
  level: AuthorityLevel;
  /**
   * Dotted Kemendagri code of the authority's region.
   */
  regionCode: string;
}

/**
 * A case moved on.
 */
export interface ReportStatus {
  /**
   * The case that moved: `<system>:<number>`. Set by the gateway.
   */
  caseId: string;
  /**
   * Counts the statuses of a case from 1, always growing. Set by the gateway.
   */
  sequence: number;
  /**
   * Where the case stands now, in the shared vocabulary.
   */
  status: ReportStatusCode;
  /**
   * The status's word at the sender's, as it was sent, scrubbed of personal data by the gateway.
   */
  nativeStatus: string;
  /**
   * What the officer wrote of the follow-up, scrubbed of personal data by the gateway; null where there is nothing. Absent where the agreement does not give it.
   */
  note?: string | null;
  /**
   * When the status changed at the sender's.
   */
  at: string;
  /**
   * Photos and documents of the follow-up by address, in the sender's order; empty where there are none. Absent where the agreement does not give it.
   */
  evidence?: Attachment[];
}

/**
 * A public service that a super app offers, so that the other one can show it and lead there.
 */
export interface Service {
  /**
   * The service's own id at the sender's.
   */
  serviceId: string;
  /**
   * What citizens know it by.
   */
  name: {
    /**
     * In Indonesian.
     */
    id: string;
    /**
     * In English; null where the sender has none.
     */
    en: string | null;
  };
  /**
   * What it does, in a sentence or two of Indonesian.
   */
  summary: string;
  /**
   * The shared kind of service.
   */
  category: ServiceCategoryCode;
  /**
   * Where it is used; null where it is only found inside the app.
   */
  url: string | null;
  /**
   * The agency that runs it, by name; null where the sender does not say. Absent where the agreement does not give it.
   */
  agency?: string | null;
  /**
   * When it is served, in the sender's words; null where it does not say. Absent where the agreement does not give it.
   */
  hours?: string | null;
  /**
   * Where it is served, dotted Kemendagri codes, without repetition.
   */
  regionCodes: string[];
  /**
   * Whether it can be used now.
   */
  state: ServiceStateCode;
}

/**
 * The shared kinds of services.
 */
export type ServiceCategoryCode =
  | 'complaints'
  | 'public-information'
  | 'health'
  | 'food'
  | 'jobs'
  | 'tax'
  | 'social-aid'
  | 'population'
  | 'licensing'
  | 'education'
  | 'transport'
  | 'tourism'
  | 'emergency'
  | 'other';

/** Every {@link ServiceCategoryCode}. */
export const SERVICE_CATEGORY_CODES = [
  'complaints',
  'public-information',
  'health',
  'food',
  'jobs',
  'tax',
  'social-aid',
  'population',
  'licensing',
  'education',
  'transport',
  'tourism',
  'emergency',
  'other',
] as const satisfies readonly ServiceCategoryCode[];

/**
 * `active`: it can be used. `suspended`: it comes back. `ended`: it does not.
 */
export type ServiceStateCode = 'active' | 'suspended' | 'ended';

/** Every {@link ServiceStateCode}. */
export const SERVICE_STATE_CODES = [
  'active',
  'suspended',
  'ended',
] as const satisfies readonly ServiceStateCode[];

/**
 * Where a citizen's request for a village letter stands, for a citizen who lives in the other province. Who asked never crosses.
 */
export interface VillageServiceStatus {
  /**
   * Opaque value that only the village system can resolve to the request. Never an identity number, telephone number or queue number.
   */
  requestHandle: string;
  /**
   * The village that was asked, dotted Kemendagri code of four parts.
   */
  villageCode: string;
  /**
   * What was asked for, by its name at the village.
   */
  letterType: string;
  /**
   * Where the request stands.
   */
  status: LetterStatusCode;
  /**
   * When it came to stand there, or when the gateway first saw it so where the village system does not say.
   */
  at: string;
}

/**
 * OpenSID's six.
 */
export type LetterStatusCode =
  'incomplete' | 'under-review' | 'awaiting-signature' | 'ready' | 'collected' | 'cancelled';

/** Every {@link LetterStatusCode}. */
export const LETTER_STATUS_CODES = [
  'incomplete',
  'under-review',
  'awaiting-signature',
  'ready',
  'collected',
  'cancelled',
] as const satisfies readonly LetterStatusCode[];
