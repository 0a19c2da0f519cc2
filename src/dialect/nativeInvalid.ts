import { GatewayError } from '../errors.ts';

/** A `native-invalid` refusal of one member, by its RFC 6901 pointer. */
export function invalid(pointer: string, message: string): GatewayError {
  return new GatewayError('native-invalid', {
    detail: `Isi tidak sah di ${pointer}: ${message}.`,
    violations: [{ pointer, message }],
  });
}
