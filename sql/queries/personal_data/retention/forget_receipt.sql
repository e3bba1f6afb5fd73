-- What retention removes is nobody's erasure: its counts are needed only until they are told.
DELETE FROM :"schema".erasure_receipts AS e
WHERE e.workspace_id = @WorkspaceId
    AND e.erasure_id = @ErasureId
