// Starts a Redis, says its port and holds it. To be killed.
import { startRedis } from "./redis-server.ts";

const { port } = await startRedis();
process.stdout.write(`${port}\n`);
setInterval(() => {}, 60_000);
