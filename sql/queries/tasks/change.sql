-- Every change of a task's steps, and of the task with them: start, complete, fail, skip, retry, approve, reject, cancel. What may be changed
-- is asked of the steps as they are (the task is locked before, by lock.sql); then the steps as they will be are worked out, the task's status
-- is derived from those, and both are written. It returns a row if it was applied.
WITH before AS (
    SELECT
        s.step_number,
        s.status,
        s.attempt,
        s.fencing_token,
        s.requires_approval,
        s.approved,
        s.earlier_decisions,
        -- Here, because Citus takes no jsonb_build_object inside of CASE in an UPDATE.
        s.earlier_decisions || jsonb_build_object(
            'decision_id', s.decision_id,
            'approved', s.approved,
            'decided_by', s.decided_by,
            'decided_at', s.decided_at,
            'decision_comment', s.decision_comment) AS decisions_with_the_last,
        s.tool_name,
        -- Its turn: all steps before it are over and well.
        COALESCE(
            bool_and(s.status IN ('completed', 'skipped'))
                OVER (ORDER BY s.step_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
            true) AS is_turn
    FROM :"schema".tasks AS t
    JOIN :"schema".task_steps AS s
        ON s.workspace_id = @WorkspaceId
        AND s.task_id = t.task_id
    WHERE t.workspace_id = @WorkspaceId
        AND t.task_id = @TaskId
        AND t.status = ANY (@TaskStatuses::text[])
        -- A worker has to hold the task; the latest token is what counts, not the time.
        AND (@FencingToken::bigint IS NULL OR (t.fencing_token = @FencingToken AND t.lease_owner IS NOT NULL))
),
judged AS (
    SELECT
        b.step_number,
        b.status,
        b.requires_approval,
        b.approved,
        b.tool_name,
        (
            b.status = ANY (@FromStatuses::text[])
            AND (@StepNumber::integer IS NULL OR b.step_number = @StepNumber)
            AND (@FailedAttempt::integer IS NULL OR b.attempt = @FailedAttempt)
            AND (@ToStatus::text <> 'in_progress' OR b.is_turn)
            -- A step that was begun is ended under the lease that it was begun under, and begun again under any other.
            AND (@FencingToken::bigint IS NULL
                OR b.status <> 'in_progress'
                OR (b.fencing_token = @FencingToken) = (@ToStatus::text <> 'in_progress'))
            -- A decision that a retry has set aside is not taken a second time.
            AND (@DecisionId::uuid IS NULL
                OR NOT b.earlier_decisions @> jsonb_build_array(jsonb_build_object('decision_id', @DecisionId::uuid)))
        ) AS is_target
    FROM before AS b
),
moved AS (
    SELECT
        j.step_number,
        j.status AS former_status,
        j.tool_name,
        j.is_target,
        CASE
            WHEN j.is_target THEN @ToStatus::text
            -- A refusal takes along what was still to come.
            WHEN @IsApproved::boolean IS FALSE AND j.status = 'pending' THEN 'canceled'
            ELSE j.status
        END AS status,
        j.requires_approval
            AND CASE
                WHEN NOT j.is_target THEN j.approved IS NOT TRUE
                WHEN @DecisionId::uuid IS NOT NULL THEN NOT @IsApproved::boolean
                ELSE @ApproveAgain::boolean OR j.approved IS NOT TRUE
            END AS needs_approval
    FROM judged AS j
    WHERE EXISTS (SELECT FROM judged AS g WHERE g.is_target)
),
after AS (
    SELECT
        m.step_number,
        m.former_status,
        m.tool_name,
        m.is_target,
        -- The next step waits for its approval as soon as it is the next one.
        CASE
            WHEN m.status = 'pending'
                AND m.needs_approval
                AND COALESCE(
                    bool_and(m.status IN ('completed', 'skipped'))
                        OVER (ORDER BY m.step_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                    true)
                THEN 'waiting_approval'
            ELSE m.status
        END AS status
    FROM moved AS m
),
-- The derivation: the first rule that fits decides.
derived AS (
    SELECT
        CASE
            WHEN bool_or(a.status = 'failed') THEN 'failed'
            WHEN bool_or(a.status = 'canceled') THEN 'canceled'
            WHEN bool_and(a.status IN ('completed', 'skipped')) THEN 'completed'
            WHEN bool_or(a.status = 'waiting_approval') THEN 'waiting_approval'
            WHEN bool_or(a.status <> 'pending') THEN 'in_progress'
            ELSE 'pending'
        END AS status,
        (array_agg(a.tool_name ORDER BY a.step_number) FILTER (WHERE a.status NOT IN ('completed', 'skipped')))[1] AS tool_name
    FROM after AS a
    HAVING count(*) > 0
),
stepped AS (
    UPDATE :"schema".task_steps AS s
    SET
        status = a.status,
        updated_at = now(),
        attempt = s.attempt
            + CASE WHEN a.is_target AND (@FailedAttempt::integer IS NOT NULL OR a.former_status = a.status) THEN 1 ELSE 0 END,
        fencing_token = CASE WHEN a.is_target THEN COALESCE(@FencingToken, s.fencing_token) ELSE s.fencing_token END,
        waiting_since = CASE WHEN a.status = 'waiting_approval' THEN @Now ELSE s.waiting_since END,
        started_at = CASE
            WHEN a.status = 'in_progress' THEN @Now
            WHEN a.status IN ('pending', 'waiting_approval') THEN NULL
            ELSE s.started_at
        END,
        -- Clocks of different machines may disagree: the end is never before the start.
        completed_at = CASE
            WHEN a.status IN ('completed', 'failed', 'canceled', 'skipped') THEN GREATEST(s.started_at, @Now)
        END,
        status_reason = CASE WHEN a.status IN ('failed', 'canceled', 'skipped') THEN @Reason END,
        output = CASE WHEN a.status = 'completed' THEN @Output::json END,
        earlier_decisions = CASE
            WHEN a.is_target AND @ApproveAgain AND s.decision_id IS NOT NULL THEN b.decisions_with_the_last
            ELSE s.earlier_decisions
        END,
        decision_id = CASE WHEN a.is_target AND (@ApproveAgain OR @DecisionId IS NOT NULL) THEN @DecisionId ELSE s.decision_id END,
        approved = CASE WHEN a.is_target AND (@ApproveAgain OR @DecisionId IS NOT NULL) THEN @IsApproved ELSE s.approved END,
        decided_by = CASE WHEN a.is_target AND (@ApproveAgain OR @DecisionId IS NOT NULL) THEN @DecidedBy ELSE s.decided_by END,
        decided_at = CASE
            WHEN a.is_target AND (@ApproveAgain OR @DecisionId IS NOT NULL)
                THEN CASE WHEN @DecisionId IS NOT NULL THEN @Now END
            ELSE s.decided_at
        END,
        decision_comment = CASE
            WHEN a.is_target AND (@ApproveAgain OR @DecisionId IS NOT NULL) THEN @Comment
            ELSE s.decision_comment
        END
    FROM after AS a
    JOIN before AS b
        ON b.step_number = a.step_number
    WHERE s.workspace_id = @WorkspaceId
        AND s.task_id = @TaskId
        AND s.step_number = a.step_number
        AND (a.is_target OR a.status <> a.former_status)
)
UPDATE :"schema".tasks AS t
SET
    status = d.status,
    tool_name = d.tool_name,
    updated_at = now(),
    started_at = CASE WHEN @ToStatus = 'in_progress' THEN COALESCE(t.started_at, @Now) ELSE t.started_at END,
    completed_at = CASE
        WHEN d.status = t.status THEN t.completed_at
        WHEN d.status IN ('completed', 'failed', 'canceled') THEN GREATEST(t.started_at, @Now)
    END,
    status_reason = CASE
        WHEN d.status = t.status THEN t.status_reason
        WHEN d.status IN ('failed', 'canceled') THEN @Reason
    END,
    -- A lease is for work: it ends with it, and while a person has to decide.
    claim_id = CASE WHEN d.status IN ('pending', 'in_progress') THEN t.claim_id END,
    lease_owner = CASE WHEN d.status IN ('pending', 'in_progress') THEN t.lease_owner END,
    lease_expires_at = CASE WHEN d.status IN ('pending', 'in_progress') THEN t.lease_expires_at END,
    -- A task that is open again is no longer what a sweep has failed.
    sweep_id = CASE WHEN d.status IN ('completed', 'failed', 'canceled') THEN t.sweep_id END
FROM derived AS d
WHERE t.workspace_id = @WorkspaceId
    AND t.task_id = @TaskId
RETURNING t.task_id
