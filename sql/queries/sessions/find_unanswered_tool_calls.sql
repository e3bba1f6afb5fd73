-- Results follow the turn that asked for them without another in between. So each turn without results begins a group that goes on with the
-- turns of results after it, and a call is answered if its group holds a result of its id: ids alone would not do, some providers begin anew
-- with call_0 in every turn. The content of turns that name no tool is not taken apart.
WITH summary AS (
    SELECT m.through_turn
    FROM :"schema".session_summaries AS m
    WHERE m.workspace_id = @WorkspaceId
        AND m.session_id = @SessionId
        AND m.retired_version IS NULL
    ORDER BY m.version DESC
    LIMIT 1
),
beginning AS (
    SELECT GREATEST(s.turn_count - @LastTurns, (SELECT m.through_turn FROM summary AS m), 0) AS turn_number
    FROM :"schema".sessions AS s
    WHERE s.workspace_id = @WorkspaceId
        AND s.session_id = @SessionId
),
examined AS (
    SELECT
        t.turn_number,
        t.content,
        count(*) FILTER (WHERE NOT t.has_tool_result) OVER (ORDER BY t.turn_number) AS group_number
    FROM :"schema".turns AS t
    WHERE t.workspace_id = @WorkspaceId
        AND t.session_id = @SessionId
        AND t.turn_number > (SELECT b.turn_number FROM beginning AS b)
),
blocks AS MATERIALIZED (
    SELECT
        e.turn_number,
        e.group_number,
        b.ordinal,
        b.block,
        b.block ->> 'type' AS type,
        b.block ->> 'id' AS id,
        b.block ->> 'tool_use_id' AS tool_use_id
    FROM examined AS e
    CROSS JOIN json_array_elements(
        CASE WHEN e.content::text LIKE '%tool\_%' THEN :"schema".readable_blocks(e.content) ELSE '[]' END
    ) WITH ORDINALITY AS b (block, ordinal)
    WHERE json_typeof(b.block) = 'object'
)
SELECT
    call.turn_number AS TurnNumber,
    call.block AS Block
FROM blocks AS call
WHERE call.type = 'tool_use'
    AND NOT EXISTS (
        SELECT
        FROM blocks AS result
        WHERE result.group_number = call.group_number
            AND result.type = 'tool_result'
            AND result.tool_use_id = call.id
    )
ORDER BY
    call.turn_number,
    call.ordinal
