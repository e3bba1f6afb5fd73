SELECT
    e.table_name AS TableName,
    e.action AS Action,
    e.row_count AS RowCount,
    e.erased_at AS ErasedAt
FROM :"schema".erasure_receipts AS e
WHERE e.workspace_id = @WorkspaceId
    AND e.erasure_id = @ErasureId
ORDER BY
    e.table_name,
    e.action
