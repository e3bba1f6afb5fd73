using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresPersonalData
{
    public async Task<ExportReceipt> ExportUserAsync(
        AgentScope scope, string userId, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CheckUser(userId);
        ArgumentNullException.ThrowIfNull(destination);
        RequireSelf(scope, userId, "export", orAdmin: true);

        var exportedAt = time.GetUtcNow();
        var reader = new ExportReader(database, scope);
        var writer = new ExportWriter(destination, cancellationToken);
        var sessions = await reader.ReadSessionsAsync(userId, Guid.Empty, cancellationToken).ConfigureAwait(false);
        await writer.WriteHeaderAsync(scope, "user_id", userId, exportedAt).ConfigureAwait(false);
        while (true)
        {
            foreach (var session in sessions.Rows)
            {
                await ExportAsync(reader, writer, session, cancellationToken).ConfigureAwait(false);
            }

            if (sessions.IsLast)
            {
                break;
            }

            sessions = await reader.ReadSessionsAsync(userId, sessions.Rows[^1].Id, cancellationToken).ConfigureAwait(false);
        }

        foreach (var table in PersonalTables.OfUser)
        {
            await PageAsync(
                writer, table, page: null, last => reader.ReadOfUserAsync(table, userId, last, cancellationToken)).ConfigureAwait(false);
        }

        return await EndAsync(writer, exportedAt).ConfigureAwait(false);
    }

    public async Task<ExportReceipt> ExportSessionAsync(
        AgentScope scope, Guid sessionId, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        IdGuard.Require(sessionId, nameof(sessionId));
        ArgumentNullException.ThrowIfNull(destination);

        var exportedAt = time.GetUtcNow();
        var reader = new ExportReader(database, scope);
        var writer = new ExportWriter(destination, cancellationToken);
        var session = await reader.FindSessionAsync(sessionId, cancellationToken).ConfigureAwait(false)
            ?? throw new SessionNotFoundException(sessionId);
        await writer.WriteHeaderAsync(scope, "session_id", sessionId.ToString(), exportedAt).ConfigureAwait(false);
        await ExportAsync(reader, writer, session, cancellationToken).ConfigureAwait(false);
        return await EndAsync(writer, exportedAt).ConfigureAwait(false);
    }

    private static async Task ExportAsync(
        ExportReader reader, ExportWriter writer, ExportRow session, CancellationToken cancellationToken)
    {
        var begun = await reader.BeginSessionAsync(session, cancellationToken).ConfigureAwait(false);
        await writer.WriteRowAsync(PersonalTables.Sessions, session.Line).ConfigureAwait(false);
        foreach (var (table, page) in PersonalTables.OfSession.Zip(begun))
        {
            var count = await PageAsync(
                writer, table, page, last => reader.GoOnAsync(table, session, last, cancellationToken)).ConfigureAwait(false);
            if (table.Name == "turns" && count != session.TurnCount)
            {
                // An importer would make a session with a gap of it, which takes no further turn.
                var now = await reader.FindSessionAsync(session.Id, cancellationToken).ConfigureAwait(false);
                throw now is null
                    ? new SessionNotFoundException(session.Id)
                    : new VersionConflictException(session.Id, session.Version, now.Version);
            }
        }
    }

    /// <summary>Writes a table from a page on, which may have been read already.</summary>
    private static async Task<long> PageAsync(
        ExportWriter writer, PersonalTable table, ExportPage? page, Func<ExportRow?, Task<ExportPage>> readAfter)
    {
        var count = 0L;
        ExportRow? last = null;
        while (true)
        {
            page ??= await readAfter(last).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                await writer.WriteRowAsync(table, row.Line).ConfigureAwait(false);
                (last, count) = (row with { Line = [] }, count + 1);
            }

            if (page.IsLast)
            {
                return count;
            }

            page = null;
        }
    }

    private static async Task<ExportReceipt> EndAsync(ExportWriter writer, DateTimeOffset exportedAt)
    {
        await writer.WriteFooterAsync().ConfigureAwait(false);
        return new ExportReceipt { ExportedAt = exportedAt, Rows = writer.Rows, Bytes = writer.Bytes };
    }
}
