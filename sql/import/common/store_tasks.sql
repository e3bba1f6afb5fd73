-- Tasks and their steps. The status of a task follows from its steps; where the source says otherwise, the steps are brought in line. Included.

CREATE TEMP TABLE mapped_tasks ON COMMIT DROP AS
SELECT
    t.*,
    s.session_id,
    CASE WHEN s.session_id IS NULL THEN NULLIF(t.user_id, '') ELSE NULLIF(s.user_id, '') END AS owner_id,
    pg_temp.agentkit_id(t.created_at, 'task', t.workspace_id, t.source_id) AS task_id
FROM import_tasks AS t
LEFT JOIN mapped_sessions AS s
    ON s.workspace_id = t.workspace_id
    AND s.source_id = t.session_source_id;

INSERT INTO import_task_steps (
    workspace_id, task_source_id, position, title, status, status_reason, tool_name, input, output, requires_approval, started_at, completed_at
)
SELECT
    t.workspace_id, t.source_id, 1, t.title, t.status, t.status_reason, t.tool_name, t.input, t.output, t.status = 'waiting_approval',
    t.started_at, t.completed_at
FROM mapped_tasks AS t
WHERE NOT EXISTS (
    SELECT
    FROM import_task_steps AS s
    WHERE s.workspace_id = t.workspace_id
        AND s.task_source_id = t.source_id
);

CREATE TEMP TABLE mapped_steps ON COMMIT DROP AS
WITH numbered AS (
    SELECT
        t.task_id,
        t.status AS task_status,
        t.owner_id,
        COALESCE(t.updated_at, t.created_at) AS task_updated_at,
        row_number() OVER own AS step_number,
        -- Its turn: all steps before it are over and well.
        COALESCE(
            bool_and(s.status IN ('completed', 'skipped')) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
            true) AS is_turn,
        bool_or(s.status = 'failed') OVER (PARTITION BY s.workspace_id, s.task_source_id) AS has_failed,
        s.*
    FROM import_task_steps AS s
    JOIN mapped_tasks AS t
        ON t.workspace_id = s.workspace_id
        AND t.source_id = s.task_source_id
    WINDOW own AS (PARTITION BY s.workspace_id, s.task_source_id ORDER BY s.position)
)
SELECT
    n.*,
    -- Nothing that requires an approval is begun or done without one; what was done without required none.
    n.requires_approval AND (n.approved IS TRUE OR n.status NOT IN ('in_progress', 'completed')) AS needs_approval,
    CASE
        WHEN n.status IN ('completed', 'skipped', 'failed', 'canceled') THEN n.status
        WHEN n.task_status = 'canceled' THEN 'canceled'
        WHEN n.task_status = 'completed' THEN 'skipped'
        WHEN n.task_status = 'failed' THEN CASE WHEN n.is_turn AND NOT n.has_failed THEN 'failed' ELSE 'pending' END
        WHEN NOT n.is_turn THEN 'pending'
        WHEN n.status = 'in_progress' THEN 'in_progress'
        WHEN n.requires_approval AND n.approved IS NOT TRUE THEN 'waiting_approval'
        ELSE 'pending'
    END AS new_status
FROM numbered AS n;

-- As the library derives it: the first rule that fits decides.
CREATE TEMP TABLE derived_tasks ON COMMIT DROP AS
SELECT
    s.workspace_id,
    s.task_id,
    CASE
        WHEN bool_or(s.new_status = 'failed') THEN 'failed'
        WHEN bool_or(s.new_status = 'canceled') THEN 'canceled'
        WHEN bool_and(s.new_status IN ('completed', 'skipped')) THEN 'completed'
        WHEN bool_or(s.new_status = 'waiting_approval') THEN 'waiting_approval'
        WHEN bool_or(s.new_status <> 'pending') THEN 'in_progress'
        ELSE 'pending'
    END AS status,
    (array_agg(s.tool_name ORDER BY s.step_number) FILTER (WHERE s.new_status NOT IN ('completed', 'skipped')))[1] AS tool_name
FROM mapped_steps AS s
GROUP BY s.workspace_id, s.task_id;

-- Only what is not there yet gets steps: a task that goes on in AgentKit is AgentKit's.
CREATE TEMP TABLE new_tasks (workspace_id text, task_id uuid) ON COMMIT DROP;

WITH inserted AS (
    INSERT INTO :"schema".tasks (
        task_id, created_at, updated_at, session_id, due_at, started_at, completed_at, priority, workspace_id, user_id, status, title, tool_name,
        description, status_reason, input, metadata
    )
    SELECT
        t.task_id, t.created_at, COALESCE(t.updated_at, t.created_at), t.session_id, t.due_at, t.started_at,
        CASE WHEN d.status IN ('completed', 'failed', 'canceled') THEN COALESCE(t.completed_at, t.updated_at, t.created_at) END,
        COALESCE(t.priority, 0), t.workspace_id, t.owner_id, d.status, left(t.title, 500), d.tool_name, t.description, left(t.status_reason, 500),
        t.input, pg_temp.agentkit_object(t.metadata) || jsonb_build_object('source_id', t.source_id)
    FROM mapped_tasks AS t
    JOIN derived_tasks AS d
        ON d.workspace_id = t.workspace_id
        AND d.task_id = t.task_id
    ON CONFLICT (workspace_id, task_id) DO NOTHING
    RETURNING workspace_id, task_id
)
INSERT INTO new_tasks
SELECT i.workspace_id, i.task_id
FROM inserted AS i;

INSERT INTO :"schema".task_steps (
    task_id, updated_at, decision_id, waiting_since, started_at, completed_at, decided_at, step_number, requires_approval, approved,
    workspace_id, user_id, status, title, tool_name, decided_by, decision_comment, status_reason, input, output
)
SELECT
    s.task_id, s.task_updated_at,
    CASE WHEN s.approved IS NOT NULL THEN
        pg_temp.agentkit_id(COALESCE(s.decided_at, s.task_updated_at), 'decision', s.workspace_id, s.task_id || ' ' || s.step_number)
    END,
    CASE WHEN s.new_status = 'waiting_approval' THEN s.task_updated_at END,
    CASE WHEN s.new_status = 'in_progress' THEN COALESCE(s.started_at, s.task_updated_at) ELSE s.started_at END,
    CASE WHEN s.new_status NOT IN ('pending', 'waiting_approval', 'in_progress') THEN COALESCE(s.completed_at, s.task_updated_at) END,
    CASE WHEN s.approved IS NOT NULL THEN COALESCE(s.decided_at, s.task_updated_at) END,
    s.step_number, s.needs_approval, s.approved, s.workspace_id, s.owner_id, s.new_status, left(s.title, 500), s.tool_name,
    CASE WHEN s.approved IS NOT NULL THEN COALESCE(s.decided_by, 'unknown') END,
    CASE WHEN s.approved IS NOT NULL THEN s.decision_comment END, left(s.status_reason, 500), s.input, s.output
FROM mapped_steps AS s
JOIN new_tasks AS n USING (workspace_id, task_id);
