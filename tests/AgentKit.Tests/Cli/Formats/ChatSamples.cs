namespace AgentKit.Tests.Cli.Formats;

/// <summary>Small conversations in the formats, with what makes them hard to keep.</summary>
internal static class ChatSamples
{
    /// <summary>Roles of all ages, calls in the same breath as text, arguments that are no JSON, parts, fields that nobody knows.</summary>
    public const string OpenAI = """
        {"id": "chat-7", "model": "gpt-x", "created": 1715780000, "score": 1.50, "tools": [{"type": "function", "function": {"name": "find_order"}}], "messages": [
          {"role": "system", "content": "Be kind."},
          {"role": "developer", "content": [{"type": "text", "text": "In short."}, {"type": "text", "text": "Always."}]},
          {"role": "user", "name": "ana", "content": [{"type": "text", "text": "¿Dónde está?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]},
          {"role": "assistant", "content": null, "model": "gpt-x-2024", "usage": {"prompt_tokens": 25, "completion_tokens": 8, "prompt_tokens_details": {"cached_tokens": 5}, "completion_tokens_details": {"reasoning_tokens": 3}},
           "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "find_order", "arguments": "{ \"id\": \"A-1001\", \"n\": 1.10 }"}},
                          {"id": "call_2", "type": "function", "index": 1, "function": {"name": "find_order", "arguments": "not json"}}]},
          {"role": "tool", "tool_call_id": "call_1", "name": "find_order", "content": "on its way"},
          {"role": "tool", "tool_call_id": "call_2", "content": [{"type": "text", "text": "Error"}]},
          {"role": "assistant", "content": "It is on its way. 👩‍👩‍👧", "refusal": null, "timestamp": "2024-05-15T13:00:00.25Z"},
          {"role": "function", "name": "legacy", "content": "42"},
          {"role": "assistant", "content": "", "tool_calls": []},
          {"role": "assistant", "tool_calls": [{"id": "x", "type": "custom", "custom": {"name": "c"}}]},
          {"role": "user", "content": []}
        ]}
        """;

    /// <summary>Instructions beside the messages, thinking, results that say that they are no error, an empty message.</summary>
    public const string Anthropic = """
        {"id": "msgs-1", "system": [{"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral"}}], "max_tokens": 1024, "messages": [
          {"role": "user", "content": "Where is A-1001?"},
          {"id": "msg_01", "type": "message", "role": "assistant", "model": "claude-x", "stop_reason": "tool_use", "stop_sequence": null,
           "usage": {"input_tokens": 100, "cache_creation_input_tokens": 20, "cache_read_input_tokens": 30, "output_tokens": 40},
           "content": [{"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}, {"type": "text", "text": "I look."},
                       {"type": "tool_use", "id": "toolu_1", "name": "find_order", "input": {"b": 1, "a": 1e2}},
                       {"type": "tool_use", "id": "toolu_2", "name": "find_order", "input": {}}]},
          {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "is_error": false, "content": [{"type": "text", "text": "on its way"}]},
                                       {"type": "tool_result", "tool_use_id": "toolu_2", "is_error": true, "content": "no id"}]},
          {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_3"}, {"type": "text", "text": "and?"}]},
          {"role": "assistant", "content": [{"type": "text", "text": "Done.", "citations": [{"type": "char_location", "cited_text": "x"}]}]},
          {"role": "user", "content": [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}, {"type": "text"}]},
          {"role": "assistant", "content": []}
        ]}
        """;

    /// <summary>A message of the model in three events, a result with what the tool gave besides, a side chain, events that are no messages.</summary>
    public const string ClaudeCode = """
        {"type":"summary","summary":"Finding an order","leafUuid":"u-9"}
        {"type":"file-history-snapshot","messageId":"u-1","snapshot":{"trackedFileBackups":{}},"isSnapshotUpdate":false}
        {"parentUuid":null,"isSidechain":false,"userType":"external","cwd":"/home/ana/shop","sessionId":"s-1","version":"2.0.1","gitBranch":"main","type":"user","message":{"role":"user","content":"Find A-1001"},"uuid":"u-1","timestamp":"2025-03-01T10:00:00.123Z"}
        {"parentUuid":"u-1","isSidechain":false,"cwd":"/home/ana/shop","sessionId":"s-1","type":"assistant","requestId":"r-1","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"Hm.","signature":"s"}],"stop_reason":null,"usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":2}},"uuid":"u-2","timestamp":"2025-03-01T10:00:01.000Z"}
        {"parentUuid":"u-2","isSidechain":false,"cwd":"/home/ana/shop","sessionId":"s-1","type":"assistant","requestId":"r-1","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"I look."}],"stop_reason":null,"usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":2}},"uuid":"u-3","timestamp":"2025-03-01T10:00:02.000Z"}
        {"parentUuid":"u-3","isSidechain":false,"cwd":"/home/ana/shop","sessionId":"s-1","type":"assistant","requestId":"r-1","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}}],"stop_reason":"tool_use","usage":{"input_tokens":10,"cache_read_input_tokens":5,"output_tokens":30}},"uuid":"u-4","timestamp":"2025-03-01T10:00:03.000Z"}
        {"parentUuid":"u-4","isSidechain":false,"cwd":"/home/ana/shop","sessionId":"s-1","type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":"orders.csv","is_error":false}]},"uuid":"u-5","timestamp":"2025-03-01T10:00:04.000Z","toolUseResult":{"stdout":"orders.csv","stderr":"","interrupted":false}}
        {"parentUuid":null,"isSidechain":true,"sessionId":"s-1","type":"user","message":{"role":"user","content":"Look into it"},"uuid":"u-6","timestamp":"2025-03-01T10:00:05.000Z"}
        {"parentUuid":"u-5","type":"system","subtype":"compact_boundary","content":"Compacted","sessionId":"s-1","uuid":"u-7","timestamp":"2025-03-01T10:00:06.000Z","level":"info"}
        {"type":"text","text":"an event with the type of a block","sessionId":"s-1"}
        {"parentUuid":"u-7","isSidechain":false,"sessionId":"s-1","type":"assistant","message":{"id":"msg_2","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Found."}],"usage":{"input_tokens":7,"output_tokens":3}},"uuid":"u-9","timestamp":"2025-03-01T10:00:07.000Z"}
        """;
}
