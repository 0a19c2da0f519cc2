import { GatewayError } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { Answer } from './http.ts';
import type { Surroundings } from './nextMove.ts';
import { onlyParameters, pathPart } from './request.ts';
import { heldStories, type Story, storyOf } from './story.ts';
import { storyText } from './storyText.ts';

type Books = Pick<Ledger, 'findCases' | 'caseRecord' | 'heldFor'>;

/**
 * `GET /v1/cases/{number}`: `{number, stories}`, one story for each case that has the number on either side (or as its
 * caseId), then one for each system with events held under it. `Accept: text/plain` gives the stories as text.
 * `not-found` where there is none.
 */
export function caseStories(ledger: Books, around: Surroundings): Answer {
  return async (request, response) => {
    onlyParameters(request, []);
    const number = pathPart(request, 'number');
    const stories = await storiesOf(ledger, number, around);
    if (stories.length === 0) throw unknown(number);
    response.vary('Accept');
    if (request.accepts(['json', 'text']) === 'text') response.type('text').send(stories.map(storyText).join('\n\n'));
    else response.json({ number, stories });
  };
}

async function storiesOf(ledger: Books, number: string, around: Surroundings): Promise<readonly Story[]> {
  const ids = await ledger.findCases(number);
  const records = await Promise.all(ids.map((id) => ledger.caseRecord(id)));
  const held = await ledger.heldFor(number);
  return [...records.map((record) => storyOf(record, around)), ...heldStories(held, around)];
}

const unknown = (number: string): GatewayError =>
  new GatewayError('not-found', {
    detail: `Nomor ${JSON.stringify(number.slice(0, 100))} tidak tercatat di gerbang ini: belum pernah dikirim ke sini, atau ditolak saat masuk (lihat /v1/refusals).`,
  });
