// The API, as its OpenAPI document describes it: nothing here was written by hand but the helpers.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

declare global {
  interface Window {
    API_ORIGIN?: string;
  }
}

export type Schema = components["schemas"];
export type Problem = Schema["WagtailProblem"];

export const client = createClient<paths>({
  baseUrl: window.API_ORIGIN ?? window.location.origin,
});

/** What the API refused: `fields` are messages by the name of the field, `text` is for the rest. */
export class Refused extends Error {
  readonly fields = new Map<string, string>();

  constructor(
    readonly status: number,
    problem: Partial<Problem> | undefined,
    readonly retryAfter: string | null = null,
  ) {
    super(problem?.detail ?? problem?.title ?? `The answer was ${status}.`);
    for (const error of problem?.errors ?? []) {
      const field = error.loc?.at(-1);
      if (typeof field === "string" && error.msg) this.fields.set(field, error.msg);
    }
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Return the data of an answer, or throw `Refused`. */
export function take<Data>(answer: Answer<Data>): Data {
  if (answer.error !== undefined || answer.data === undefined) {
    const problem = answer.error as Partial<Problem> | undefined;
    throw new Refused(
      answer.response.status,
      typeof problem === "object" ? problem : undefined,
      answer.response.headers.get("Retry-After"),
    );
  }
  return answer.data;
}

/** A random text that nobody else has. */
export function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** What stands for this reader, kept in this browser. */
export function getReaderKey(): string {
  const key = localStorage.getItem("reader-key") ?? makeKey();
  localStorage.setItem("reader-key", key);
  return key;
}

/** The secrets of the comments that were written here, by their ids. */
export const secrets = {
  get: (id: string): string | null => localStorage.getItem(`secret:${id}`),
  keep: (id: string, secret: string): void => localStorage.setItem(`secret:${id}`, secret),
  forget: (id: string): void => localStorage.removeItem(`secret:${id}`),
};
