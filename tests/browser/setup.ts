import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The day on which the demo of the tests begins, so that its pictures are the same tomorrow. */
export const TODAY = "2026-11-22";

/** Starts the demo, hands its address and people to the tests, and ends it after the last of them. */
export default async function setup(): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, "../..");
  const binary = process.env.LAGENETZ_BINARY ?? join(root, "target/debug/lagenetz");
  const dir = mkdtempSync(join(tmpdir(), "lagenetz-browser-"));
  const server = spawn(binary, ["demo", "--listen", "127.0.0.1:0", "--dir", dir, "--today", TODAY, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const lines = createInterface({ input: server.stdout });
  const first = await new Promise<string>((found, failed) => {
    lines.once("line", found);
    server.once("error", failed);
    server.once("exit", (code) => failed(new Error(`the demo ended with ${code} before it began`)));
  });
  process.env.LAGENETZ_DEMO = first;
  return async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
}
