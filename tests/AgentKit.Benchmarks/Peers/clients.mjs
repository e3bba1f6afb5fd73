// Runs the clients of a peer for as long as it is told to, one line of JSON in, one line of JSON out.
import { createInterface } from "node:readline";
import { performance } from "node:perf_hooks";

/** What all variants store: a turn of 1 KB of text. */
export const text = process.env.AGENTKIT_BENCHMARK_TEXT;
export const url = process.env.AGENTKIT_BENCHMARK_URL;
export const clients = Number(process.env.AGENTKIT_BENCHMARK_CLIENTS);
export const messages = Number(process.env.AGENTKIT_BENCHMARK_MESSAGES);

/** @param {Array<() => Promise<void>>} operations one per client, to be called again and again */
export async function serve(operations) {
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) {
    const { milliseconds } = JSON.parse(line);
    const latencies = [];
    const cpu = process.cpuUsage();
    const start = performance.now();
    await Promise.all(operations.map(async (operation) => {
      for (let now = performance.now(); now - start < milliseconds;) {
        await operation();
        const after = performance.now();
        latencies.push(after - now);
        now = after;
      }
    }));
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({ elapsed: performance.now() - start, cpu: user + system, latencies }));
  }
  process.exit(0);
}
