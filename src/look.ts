/** An operator looked at what a relay carries. Written before anything is shown. */
export interface LookRecord {
  /** Milliseconds. */
  readonly at: number;
  readonly operator: string;
  readonly relayId: string;
  readonly reason: string;
}
