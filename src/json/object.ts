/** A JSON object, and no list. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
