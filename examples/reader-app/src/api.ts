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

export const SILENT = "The magazine does not answer.";

/** What the API refused: `fields` are messages by the name of the field, `text` is for the rest. */
export class Refused extends Error {
  readonly fields = new Map<string, string>();

  constructor(
    readonly status: number,
    problem: Partial<Problem> | undefined,
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
    throw new Refused(answer.response.status, typeof problem === "object" ? problem : undefined);
  }
  return answer.data;
}

/** A random text that nobody else has. */
export function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

// What a browser keeps nothing of stays in mind until the page is left.
const remembered = new Map<string, string>();

function recall(name: string): string | null {
  try {
    return remembered.get(name) ?? localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
    remembered.delete(name);
  } catch {
    remembered.set(name, value);
  }
}

/** What stands for this reader, kept in this browser. */
export function getReaderKey(): string {
  const known = recall("reader-key") ?? "";
  // Another one is none: something else may have written there.
  const key = /^[0-9a-f]{32}$/.test(known) ? known : makeKey();
  remember("reader-key", key);
  return key;
}

/** What proves that a comment was written in this browser. */
export interface Kept {
  id: string;
  page: number;
  secret: string;
}

const OWN = "own-comments";

function readKept(): Kept[] {
  try {
    const found: unknown = JSON.parse(recall(OWN) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  const { id, page, secret } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  // The secret goes into a header, which takes no other characters.
  const isSecret = typeof secret === "string" && /^[\x21-\x7e]+$/.test(secret);
  return typeof id === "string" && typeof page === "number" && isSecret;
}

const writeKept = (all: Kept[]): void => remember(OWN, JSON.stringify(all));

/** The proofs of what was written here, the latest hundred. */
export const kept = {
  on: (page: number): Kept[] => readKept().filter((each) => each.page === page),
  keep: (proof: Kept): void => writeKept([...readKept(), proof].slice(-100)),
  forget: ({ id }: Kept): void => writeKept(readKept().filter((each) => each.id !== id)),
};
