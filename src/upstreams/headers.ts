import { Webhook } from 'standardwebhooks';
import type { Headers } from './httpClient.ts';

/**
 * What every delivery carries, after Standard Webhooks 1.0: its id, which is the same for each send of a relay, the time
 * of this send, and where there is a secret (`whsec_` and base64) the signature of the two and the body.
 */
export function deliveryHeaders(secret: string | null, clock: () => number) {
  const signer = secret === null ? null : new Webhook(secret);
  return (relayId: string, body: string | undefined): Headers => {
    const at = new Date(clock());
    const named = { 'webhook-id': relayId, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) };
    return signer === null ? named : { ...named, 'webhook-signature': signer.sign(relayId, at, body ?? '') };
  };
}
