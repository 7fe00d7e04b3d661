import { once } from "node:events";
import { connect, type Socket } from "node:net";

/**
 * One kept-alive HTTP/1.1 connection that sends ready bytes and looks at the status alone: the load must cost less than
 * what it loads.
 */
export class Wire {
  readonly #socket: Socket;
  #received = "";
  #answered: ((status: number) => void) | null = null;

  static async to(port: number): Promise<Wire> {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    await once(socket, "connect");
    return new Wire(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#take(chunk));
    socket.on("error", () => {});
    socket.on("close", () => this.#answer(0));
  }

  /** Sends a request; resolves with the status of its answer, 0 when the connection broke. One at a time. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve(0);
      this.#answered = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(this.#received) ?? [];
    const whole =
      length === undefined
        ? this.#received.endsWith("0\r\n\r\n")
        : this.#received.length >= headEnd + 4 + Number(length);
    if (!whole) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = "";
    this.#answer(status);
  }

  #answer(status: number): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(status);
  }
}
