/** The session has ended: the server would show its page for signing in. */
export class SignedOut extends Error {}

/** Fetches a page of this server as a document. */
export async function fetchPage(address: string, signal: AbortSignal | null = null): Promise<Document> {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  if (new URL(response.url).pathname === "/anmelden") throw new SignedOut();
  if (response.status >= 500) throw new Error(`${response.status} for ${address}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Fetches JSON of the API. */
export async function fetchJson<T>(address: string, signal: AbortSignal | null = null): Promise<T> {
  const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (response.status === 401) throw new SignedOut();
  if (!response.ok) throw new Error(`${response.status} for ${address}`);
  return (await response.json()) as T;
}

/** Whether a fetch was given up on purpose. */
export function aborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
