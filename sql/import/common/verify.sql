-- What the library relies on, asked of what is stored now. Whatever does not hold takes everything back. Included.
-- Each answer goes into a variable of psql instead of onto the screen.

SELECT pg_temp.agentkit_expect(
    (SELECT count(*) FROM import_turns) = (SELECT count(*) FROM mapped_turns),
    'every turn has a session of its workspace')
\gset

SELECT pg_temp.agentkit_expect(
    (SELECT count(*) FROM import_runs) = (SELECT count(*) FROM mapped_runs),
    'every run has a session of its workspace')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM import_tool_runs AS t
        LEFT JOIN mapped_sessions AS s
            ON s.workspace_id = t.workspace_id
            AND s.source_id = t.session_source_id
        WHERE s.session_id IS NULL
    ),
    'every tool run has a session of its workspace')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM mapped_sessions AS m
        LEFT JOIN :"schema".sessions AS s
            ON s.workspace_id = m.workspace_id
            AND s.session_id = m.session_id
        WHERE s.metadata ->> 'source_id' IS DISTINCT FROM m.source_id
    ),
    'every session is there under its id')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM new_sessions AS n
        JOIN :"schema".sessions AS s USING (workspace_id, session_id)
        LEFT JOIN :"schema".turns AS t USING (workspace_id, session_id)
        GROUP BY s.workspace_id, s.session_id
        HAVING count(t.turn_number) <> s.turn_count
            OR COALESCE(max(t.turn_number), 0) <> s.turn_count
            OR COALESCE(sum(t.input_tokens), 0) > s.input_tokens
            OR COALESCE(sum(t.output_tokens), 0) > s.output_tokens
            OR COALESCE(sum(t.cost), 0) > s.cost
    ),
    'turn numbers are 1 to n, and the totals of a session hold those of its turns')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM new_sessions AS n
        JOIN :"schema".sessions AS s USING (workspace_id, session_id)
        LEFT JOIN :"schema".session_commits AS c USING (workspace_id, session_id)
        LEFT JOIN :"schema".session_state AS st USING (workspace_id, session_id)
        GROUP BY s.workspace_id, s.session_id, st.session_id
        HAVING count(c.version) <> s.version
            OR max(c.version) <> s.version
            OR max(c.feed_position) <> s.feed_position
            OR max(c.turn_count) <> s.turn_count
            OR st.session_id IS NULL
    ),
    'every version of a session has its commit, and every session its state')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM mapped_turns AS t
        WHERE json_array_length(t.content) = 0
    ),
    'every turn has at least one block')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM mapped_tasks AS m
        LEFT JOIN :"schema".task_steps AS s USING (workspace_id, task_id)
        GROUP BY m.workspace_id, m.task_id
        HAVING count(s.step_number) = 0
            OR max(s.step_number) <> count(s.step_number)
            OR count(*) FILTER (WHERE s.status = 'waiting_approval') > 1
    ),
    'every task has steps from 1 to n, of which at most one waits for an approval')
\gset

-- What the tables themselves do not check, because every commit and every tool run writes them.
SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM new_sessions AS n
        JOIN :"schema".sessions AS s USING (workspace_id, session_id)
        LEFT JOIN :"schema".tool_runs AS t USING (workspace_id, session_id)
        WHERE (s.parent_session_id IS NULL) <> (s.forked_at_turn IS NULL)
            OR t.attempt < 1
            OR t.turn_number < 1
    ),
    'a fork names session and turn, and attempts and turns are counted from 1')
\gset

SELECT pg_temp.agentkit_expect(
    NOT EXISTS (
        SELECT
        FROM new_tasks AS n
        JOIN :"schema".tasks AS t USING (workspace_id, task_id)
        JOIN :"schema".task_steps AS s USING (workspace_id, task_id)
        GROUP BY t.workspace_id, t.task_id
        HAVING t.status <> CASE
            WHEN bool_or(s.status = 'failed') THEN 'failed'
            WHEN bool_or(s.status = 'canceled') THEN 'canceled'
            WHEN bool_and(s.status IN ('completed', 'skipped')) THEN 'completed'
            WHEN bool_or(s.status = 'waiting_approval') THEN 'waiting_approval'
            WHEN bool_or(s.status <> 'pending') THEN 'in_progress'
            ELSE 'pending'
        END
    ),
    'the status of a task follows from its steps')
\gset
