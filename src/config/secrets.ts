import type { SystemConfig } from '../directory.ts';

/** Null for what the configuration names none of. */
export interface Secrets {
  readonly token: string | null;
  readonly login: { readonly user: string; readonly password: string } | null;
  /** `whsec_` and base64. */
  readonly signature: string | null;
}

export const NO_SECRETS: Secrets = { token: null, login: null, signature: null };

export function secretsOf({ credentials, signatureSecretEnv }: SystemConfig, env: NodeJS.ProcessEnv): Secrets {
  const filled = (name: string | null | undefined): string | null => (name ? (env[name] ?? null) : null);
  const [user, password] = [filled(credentials?.login?.userEnv), filled(credentials?.login?.passwordEnv)];
  return {
    token: filled(credentials?.bearerEnv),
    login: user === null || password === null ? null : { user, password },
    signature: filled(signatureSecretEnv),
  };
}
