const ended = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);

interface Unnotified {
  readonly what: string;
  readonly to: string;
  readonly state: string;
  readonly why: string | null;
  /** Whose officers make sure; null for the gateway's. */
  readonly by: string | null;
}

/** Of a delivery that stands still for good without having arrived. */
export function unnotifiedText({ what, to, state, why, by }: Unnotified): string {
  const reason = why === null ? '' : ` Sebabnya: ${ended(why)}`;
  return `${to} belum menerima ${what}: kirimannya ${state}.${reason} Petugas ${by ?? 'gerbang'} memastikan ${to} mengetahuinya lewat jalur lain, atau bahwa itu tidak diperlukan lagi.`;
}

/** Of what no agreement let through. */
export const notPermittedText = ({
  what,
  to,
  why,
}: Pick<Unnotified, 'what' | 'to'> & { readonly why: string }): string =>
  `${to} tidak diberi ${what}: ${ended(why)} Pengelola perjanjian memutuskan apakah izinnya ditambah.`;

interface Behind {
  readonly what: string;
  readonly to: string;
  readonly front: { readonly what: string; readonly id: string; readonly state: string; readonly why: string | null };
}

/** Of a delivery that waits for an earlier one of its subject. */
export function behindText({ what, to, front }: Behind): string {
  const why = front.why === null ? '' : `: ${front.why}`;
  return ended(`${what} untuk ${to} menunggu di belakang ${front.what} (${front.id}), yang ${front.state}${why}`);
}
