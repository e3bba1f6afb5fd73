// LangGraph's PostgresSaver: a step is one checkpoint, which holds the whole list of messages.
// In its favour: only the checkpoint of the step is written (a graph also stores the writes of each node), nothing is read back first, and
// the list stays at the length that is measured.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { HumanMessage } from "@langchain/core/messages";
import { emptyCheckpoint, uuid6 } from "@langchain/langgraph-checkpoint";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { clients, messages, serve, text, url } from "./clients.mjs";

const pool = new pg.Pool({ connectionString: url, max: clients });
const saver = new PostgresSaver(pool, undefined, { schema: "langgraph" });
await saver.setup();

function newClient() {
  let config = { configurable: { thread_id: randomUUID(), checkpoint_ns: "" } };
  let list = Array.from({ length: messages }, () => new HumanMessage({ content: text, id: randomUUID() }));
  let step = 0;
  return async () => {
    step++;
    list = [...list.slice(1), new HumanMessage({ content: text, id: randomUUID() })];
    const checkpoint = {
      ...emptyCheckpoint(),
      id: uuid6(step),
      channel_values: { messages: list },
      channel_versions: { messages: step },
    };
    config = await saver.put(config, checkpoint, { source: "loop", step, parents: {} }, { messages: step });
  };
}

await serve(Array.from({ length: clients }, newClient));
