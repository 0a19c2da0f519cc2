import type { Adapter } from '../adapter.ts';
import { declaredFor } from '../answers.ts';
import type { Contracts } from '../contract.ts';
import type { AnswerForm, DeclaredDelivery } from '../declared.ts';
import { asGatewayError } from '../errors.ts';
import { compileSchema } from '../json/schema.ts';
import { below, error, type Place, type Problem } from './document.ts';

/** What is wrong with how a dialect declares its recipients' answers: nothing may be delivered that has no declared success. */
export function checkDeliveries(adapter: Adapter, place: Place, contracts: Contracts | null): readonly Problem[] {
  const at = below(place, 'deliveries');
  const known = adapter.accepts.filter((contract) => contracts === null || contracts.has(contract));
  const missing = known.filter((contract) => declaredFor(adapter, contract) === undefined);
  const declared = Object.entries(adapter.deliveries).flatMap(([contract, delivery]) =>
    delivery === undefined ? [] : checkDelivery(delivery, below(at, contract)),
  );
  const { poll, lookup, login } = adapter;
  const answers = Object.entries({ poll: poll?.answer, lookup: lookup?.answer, login: login?.answer });
  return [
    ...missing.map((contract) => error(below(at, contract), 'belum menyatakan seperti apa jawaban berhasilnya')),
    ...declared,
    ...checkForm(adapter.refusals, below(place, 'refusals')),
    ...answers.flatMap(([name, form]) => (form === undefined ? [] : checkForm(form, below(place, name, 'answer')))),
  ];
}

function checkDelivery({ success, number, confirm }: DeclaredDelivery, place: Place): readonly Problem[] {
  const forms = success.flatMap((answer, index) => {
    const at = below(place, 'success', index);
    const isOdd = answer.statuses.length === 0 || answer.emptyStatuses.some((each) => !answer.statuses.includes(each));
    return [
      ...(isOdd ? [error(below(at, 'statuses'), 'wajib ada, dan memuat setiap emptyStatuses')] : []),
      ...(number !== null && answer.emptyStatuses.length > 0
        ? [error(below(at, 'emptyStatuses'), 'jawaban kosong tidak membawa nomor')]
        : []),
      ...checkForm(answer, at),
    ];
  });
  const places = number?.places ?? [];
  return [
    ...(success.length === 0 ? [error(below(place, 'success'), 'wajib ada sedikitnya satu')] : []),
    ...forms,
    ...(number !== null && places.length === 0 ? [error(below(place, 'number'), 'tidak menyebut letak nomornya')] : []),
    ...places.flatMap(({ pattern }, index) =>
      isPattern(pattern) ? [] : [error(below(place, 'number', 'places', index, 'pattern'), 'pola tidak dapat dipakai')],
    ),
    ...(confirm === undefined ? [] : checkForm(confirm.answer, below(place, 'confirm', 'answer'))),
  ];
}

function checkForm({ schema }: AnswerForm, place: Place): readonly Problem[] {
  try {
    compileSchema(schema);
    return [];
  } catch (cause) {
    return [error(below(place, 'schema'), asGatewayError(cause).message)];
  }
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
