import type { Adapter } from '../../adapter.ts';
import type { JsonPointer } from '../../contract.ts';
import type { AnswerForm, DeclaredAnswer, DeclaredDelivery, NativeResponse, NumberPlace } from '../../declared.ts';
import { FAULTLESS } from '../../declared.ts';
import { at } from './members.ts';
import type { Answers, Shape, Sign } from './shape.ts';
import { timesOf } from './times.ts';

/** As the gateway proposes it: a success says `status: true`, a repeat is a 409 that says so, a refusal says why. */
export const ANSWERS: Answers = {
  statuses: [200, 201],
  emptyStatuses: [],
  success: ['/status', true],
  repeat: ['/duplikat', true],
  numberBelow: ['', '/data'],
  why: '/pesan',
};

/** How a system of this shape answers. A report is only there once it has a number. */
export function deliveriesOf(shape: Shape): Adapter['deliveries'] {
  const answers = shape.answers ?? ANSWERS;
  const places: readonly NumberPlace[] = answers.numberBelow.map((place) => ({
    ...{ pointer: `${place}${shape.members.number}`, pattern: shape.numberPattern, orInteger: true },
  }));
  const told: DeclaredDelivery = {
    ...{ success: [success(answers, true), ...repeats(answers)], number: null, about: places },
  };
  return {
    'report-handover/1.0': {
      success: [success(answers, false), ...repeats(answers)],
      number: {
        places,
        reply: (number, answer) => registered(shape, number, answer),
      },
    },
    'citizen-report/1.0': told,
    'report-status/1.0': told,
    'handover-answer/1.0': told,
  };
}

export function refusalsOf({ answers = ANSWERS }: Shape): AnswerForm {
  return { schema: within(answers.why, { type: 'string' }) };
}

function success({ statuses, emptyStatuses, success: [member, value] }: Answers, mustSay: boolean): DeclaredAnswer {
  const others = Object.entries(FAULTLESS).filter(([name]) => `/${name}` !== member);
  const faultless = { type: 'object', properties: Object.fromEntries(others) };
  const schema = { allOf: [within(member, { const: value }, mustSay), faultless] };
  return { schema, statuses, emptyStatuses: mustSay ? emptyStatuses : [] };
}

const repeats = ({ repeat }: Answers): readonly DeclaredAnswer[] =>
  repeat === null ? [] : [{ schema: saying(repeat), statuses: [409], emptyStatuses: [] }];

const saying = ([member, value]: Sign): object => within(member, { const: value });

/** JSON Schema of an object with this at that place. */
function within(pointer: JsonPointer, inner: object, isRequired = true): object {
  const [step = '', ...rest] = pointer.split('/').slice(1);
  const schema = rest.length === 0 ? inner : within(`/${rest.join('/')}`, inner, isRequired);
  return { type: 'object', properties: { [step]: schema }, ...(isRequired ? { required: [step] } : {}) };
}

function registered(shape: Shape, number: string, { body, receivedAt }: NativeResponse) {
  const { members, answers = ANSWERS } = shape;
  const { read } = timesOf(shape);
  const times = answers.numberBelow.map((place) => read(at(body, `${place}${members.createdAt}`)));
  const time = times.find((each) => each !== null) ?? read(receivedAt) ?? receivedAt;
  const data = { state: 'registered', destinationNumber: number, note: null, at: time };
  return { contract: 'handover-answer/1.0', number, data } as const;
}
