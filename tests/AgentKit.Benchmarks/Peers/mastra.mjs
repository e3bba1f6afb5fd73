// Mastra's PostgresStore: a turn is one message, saved to its thread.
import { randomUUID } from "node:crypto";
import { PostgresStore } from "@mastra/pg";
import { clients, messages, serve, text, url } from "./clients.mjs";

const store = new PostgresStore({ id: "benchmark", connectionString: url, schemaName: "mastra", max: clients });
await store.init();
const memory = await store.getStore("memory");

const message = (threadId) => ({
  id: randomUUID(),
  threadId,
  resourceId: "u-1",
  role: "user",
  createdAt: new Date(),
  type: "v2",
  content: { format: 2, parts: [{ type: "text", text }] },
});

async function newClient() {
  const id = randomUUID();
  const now = new Date();
  await memory.saveThread({ thread: { id, resourceId: "u-1", title: "benchmark", createdAt: now, updatedAt: now, metadata: {} } });
  await memory.saveMessages({ messages: Array.from({ length: messages }, () => message(id)) });
  return () => memory.saveMessages({ messages: [message(id)] });
}

await serve(await Promise.all(Array.from({ length: clients }, newClient)));
