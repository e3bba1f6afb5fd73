COPY raw.events (event_id, occurred_at, workspace_id, user_id, category, type, tool_name, payload) FROM STDIN (FORMAT BINARY)
