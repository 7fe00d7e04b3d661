import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Load, LoadResult, Order, Report } from "./load.ts";

/** The process that sends: its own time is nobody's figure. */
export class Loader {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL("load.ts", import.meta.url)));

  /**
   * Makes the bodies and opens the connections, then sends.
   *
   * @param begins called when everything is ready and nothing was sent yet
   * @throws Error when the process of the load ended
   */
  async run(load: Load, begins: () => void = () => {}): Promise<LoadResult> {
    await this.#ask({ kind: "prepare", load });
    begins();
    const report = await this.#ask({ kind: "go" });
    if (report.kind !== "done") throw new Error("the load was not run");
    return report.result;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }

  async #ask(order: Order): Promise<Report> {
    const stopped = new AbortController();
    const onExit = () => stopped.abort();
    this.#child.once("exit", onExit);
    try {
      this.#child.send(order);
      const [report] = await once(this.#child, "message", { signal: stopped.signal });
      return report;
    } finally {
      this.#child.off("exit", onExit);
    }
  }
}
