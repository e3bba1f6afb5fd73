-- One that was swept says nothing about how long the tool takes: it ended when somebody looked.
SELECT
    t.tool_name AS ToolName,
    count(*) AS Count,
    count(*) FILTER (WHERE t.status = 'failed') AS Failures,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.completed_at - t.started_at)::double precision * 1000)
        FILTER (WHERE t.error_type IS DISTINCT FROM 'abandoned') AS MedianMs,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM t.completed_at - t.started_at)::double precision * 1000)
        FILTER (WHERE t.error_type IS DISTINCT FROM 'abandoned') AS Percentile95Ms
FROM :"schema".tool_runs AS t
WHERE t.workspace_id = @WorkspaceId
    AND t.tool_run_id >= @FromId
    AND t.tool_run_id < @BeforeId
GROUP BY t.tool_name
ORDER BY t.tool_name
