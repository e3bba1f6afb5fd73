-- Takes turns back before commit.sql appends, in the same transaction and under the same conditions, so that both are applied or neither:
-- should the commit be refused for one that only it knows, the foreign key of what is archived here, to the commit's row of the log, fails at
-- the end and undoes all of it. The version is left to the commit. Nothing happens where there is nothing after @RewindTo.
WITH target AS (
    UPDATE :"schema".sessions AS s
    SET
        turn_count = @RewindTo,
        updated_at = now()
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
        AND s.turn_count > @RewindTo
        AND s.status = ANY (@FromStatuses::text[])
        AND s.version = @ExpectedVersion
        AND NOT EXISTS (
            SELECT
            FROM :"schema".session_commits AS c
            WHERE c.workspace_id = @WorkspaceId
                AND c.session_id = @SessionId
                AND c.operation_id = @OperationId
        )
    RETURNING s.version + 1 AS next_version
),
taken_back AS (
    DELETE FROM :"schema".turns AS t
    USING target AS s
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.turn_number > @RewindTo
    RETURNING
        s.next_version,
        t.*
),
retired AS (
    UPDATE :"schema".session_summaries AS m
    SET retired_version = s.next_version
    FROM target AS s
    WHERE m.workspace_id = @WorkspaceId
        AND m.session_id = @SessionId
        AND m.through_turn > @RewindTo
        AND m.retired_version IS NULL
)
INSERT INTO :"schema".archived_turns (
    session_id,
    turn_number,
    version,
    archived_version,
    created_at,
    archived_at,
    input_tokens,
    output_tokens,
    cached_input_tokens,
    reasoning_tokens,
    has_tool_result,
    latency_ms,
    cost,
    workspace_id,
    user_id,
    role,
    author,
    model,
    intent,
    metadata,
    content
)
SELECT
    t.session_id,
    t.turn_number,
    t.version,
    t.next_version,
    t.created_at,
    @Now,
    t.input_tokens,
    t.output_tokens,
    t.cached_input_tokens,
    t.reasoning_tokens,
    t.has_tool_result,
    t.latency_ms,
    t.cost,
    t.workspace_id,
    t.user_id,
    t.role,
    t.author,
    t.model,
    t.intent,
    t.metadata,
    t.content
FROM taken_back AS t
RETURNING turn_number
