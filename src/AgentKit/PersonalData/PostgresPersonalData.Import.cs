namespace AgentKit;

internal sealed partial class PostgresPersonalData
{
    public async Task<ImportReceipt> ImportAsync(AgentScope scope, Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(source);
        if (scope.Access != AccessLevel.Service)
        {
            throw new AccessDeniedException(scope.Access, "import into", $"workspace {scope.WorkspaceId}");
        }

        if (scope.WorkspaceId == AgentScope.SharedWorkspaceId)
        {
            throw new ArgumentException("The shared catalogue holds agents, and no one's data.", nameof(scope));
        }

        if (source.CanSeek)
        {
            var start = source.Position;
            await foreach (var _ in ReadAsync(source, cancellationToken).ConfigureAwait(false))
            {
            }

            source.Position = start;
        }

        var importer = new Importer(database, scope, cancellationToken);
        var batch = new ImportBatch();
        await foreach (var row in ReadAsync(source, cancellationToken).ConfigureAwait(false))
        {
            batch.Add(row);
            if (batch.IsFull)
            {
                await importer.AddAsync(batch).ConfigureAwait(false);
                batch = new ImportBatch();
            }
        }

        if (!batch.IsEmpty)
        {
            await importer.AddAsync(batch).ConfigureAwait(false);
        }

        return await importer.EndAsync().ConfigureAwait(false);
    }

    private IAsyncEnumerable<ImportRow> ReadAsync(Stream source, CancellationToken cancellationToken) =>
        ImportFile.ReadAsync(source, options.Limits.ImportLineBytes, cancellationToken);
}
