import type { Request, Response } from 'express';
import { GatewayError } from '../errors.ts';
import { nearest } from '../json/nearName.ts';

/** One parameter that a route knows: how its text is read, and what it is where it is not given. */
export interface Parameter<Value> {
  readonly otherwise: Value;
  /** Undefined for a text that is none of its values. */
  read(text: string): Value | undefined;
  /** What it takes, in Indonesian, as the end of "harus ...". */
  readonly takes: string;
}

/** All that a route knows of a query. */
export type Parameters<Query extends object> = { readonly [Name in keyof Query]: Parameter<Query[Name]> };

/**
 * The query of a URL by its route's one declaration. Throws `bad-request` for a parameter that the route does not know,
 * one that is given twice and one with a wrong value: a mistyped question must not be answered as another one.
 */
export function readQuery<Query extends object>(url: string, parameters: Parameters<Query>): Query {
  const given = new URLSearchParams(queryOf(url));
  for (const name of given.keys()) mustBeKnown(name, Object.keys(parameters));
  const read = Object.entries<Parameter<unknown>>(parameters).map(([name, { otherwise, takes, ...parameter }]) => {
    const [text, ...more] = given.getAll(name);
    if (more.length > 0) throw refused(`Parameter ${name} hanya boleh diisi satu kali.`);
    const value = text === undefined ? otherwise : parameter.read(text);
    if (text !== undefined && value === undefined) throw refused(`Parameter ${name} harus ${takes}.`);
    return [name, value] as const;
  });
  return Object.fromEntries(read) as Query;
}

const queryOf = (url: string): string => {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
};

function mustBeKnown(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const listed = known.length > 0 ? known.join(', ') : 'tidak ada';
  const meant = near === null ? '' : ` Mungkin maksudnya ${near}.`;
  throw new GatewayError('bad-request', {
    detail: `Parameter ${JSON.stringify(name.slice(0, 64))} tidak dikenal; yang dikenal di alamat ini: ${listed}.${meant}`,
    facts: { parameter: name.slice(0, 64), known, ...(near === null ? {} : { nearest: near }) },
  });
}

const refused = (detail: string): GatewayError => new GatewayError('bad-request', { detail });

/** A whole number, in digits. */
export const wholeNumber = (bounds: { least: number; most: number; otherwise: number }): Parameter<number> => ({
  otherwise: bounds.otherwise,
  takes: `bilangan bulat dari ${bounds.least} sampai ${bounds.most}`,
  read(text) {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return number >= bounds.least && number <= bounds.most ? number : undefined;
  },
});

/** One of these; the first where it is not given. */
export const choice = <Choice extends string>(...choices: readonly [Choice, ...Choice[]]): Parameter<Choice> => ({
  otherwise: choices[0],
  takes: `salah satu dari: ${choices.join(', ')}`,
  read: (text) => choices.find((candidate) => candidate === text),
});

/** `true` or `false`, which it is where it is not given; its bare name says `true`. */
export const flag: Parameter<boolean> = {
  otherwise: false,
  takes: 'true atau false',
  read: (text) => (text === 'true' || text === '' ? true : text === 'false' ? false : undefined),
};

/** Any text that is not empty; null where it is not given. */
export const filter: Parameter<string | null> = {
  otherwise: null,
  takes: 'berisi',
  read: (text) => (text === '' ? undefined : text),
};

/** How many a list has at most. */
export const limit = wholeNumber({ least: 1, most: 1000, otherwise: 100 });

/** A route that answers by its own declaration of what it knows; only `route` makes one. */
export interface Route {
  /** The names it knows. */
  readonly parameters: readonly string[];
  /** What it throws becomes a problem. */
  answer(request: Request, response: Response): Promise<void>;
}

/** A route and the one declaration of its query, which is read before anything else of the request. */
export const route = <Query extends object>(
  parameters: Parameters<Query>,
  answer: (request: Request, response: Response, query: Query) => void | Promise<void>,
): Route => ({
  parameters: Object.keys(parameters),
  answer: async (request, response) => answer(request, response, readQuery(request.originalUrl, parameters)),
});
