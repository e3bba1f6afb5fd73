using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Reads what is exported, by pages of a bounded size in bytes. Each round trip is a transaction of its own: none is open while the consumer
/// takes its time.
/// </summary>
internal sealed class ExportReader(Database database, AgentScope scope)
{
    /// <summary>How much is held at a time, but for one row that is larger.</summary>
    internal const int PageBytes = 1024 * 1024;

    private const int MaxRows = 500;

    /// <summary>A session is best read soon after its row, to which its turns have to fit.</summary>
    private const int MaxSessions = 20;

    private int _limit = 100;

    /// <summary>Sessions in the order of their ids: all of a person, or the one that is asked for.</summary>
    public Task<ExportPage> ReadSessionsAsync(string userId, Guid after, CancellationToken cancellationToken) =>
        ReadPageAsync(
            database.Statement(PersonalTables.Sessions.ExportOfUser!).Set("UserId", userId).Set("AfterId", after),
            PersonalTables.Sessions,
            cancellationToken);

    public async Task<ExportRow?> FindSessionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var page = await ReadPagesAsync(
            [(database.Statement(PersonalTables.Sessions.Export!).Set("SessionId", sessionId), 1)], cancellationToken).ConfigureAwait(false);
        return page[0].Rows is [var session, ..] ? session : null;
    }

    /// <summary>The first pages of all tables of a session, in one round trip. Pages that do not fit are empty and not the last.</summary>
    public ValueTask<List<ExportPage>> BeginSessionAsync(ExportRow session, CancellationToken cancellationToken) =>
        ReadPagesAsync(
            [.. PersonalTables.OfSession.Select(table => Limited(OfSession(table, session, last: null), table))], cancellationToken);

    public Task<ExportPage> GoOnAsync(PersonalTable table, ExportRow session, ExportRow? last, CancellationToken cancellationToken) =>
        ReadPageAsync(OfSession(table, session, last), table, cancellationToken);

    public Task<ExportPage> ReadOfUserAsync(PersonalTable table, string userId, ExportRow? last, CancellationToken cancellationToken) =>
        ReadPageAsync(After(database.Statement(table.ExportOfUser!).Set("UserId", userId), table, last), table, cancellationToken);

    private Statement OfSession(PersonalTable table, ExportRow session, ExportRow? last)
    {
        var statement = After(database.Statement(table.Export!).Set("SessionId", session.Id), table, last);
        return table.Name switch
        {
            "session_commits" or "archived_turns" or "session_summaries" => statement.Set("Version", session.Version),
            "turns" => statement.Set("TurnCount", session.TurnCount),
            _ => statement,
        };
    }

    private static Statement After(Statement statement, PersonalTable table, ExportRow? last)
    {
        if (table.IdKey is not null)
        {
            statement.Set("AfterId", last?.Id ?? Guid.Empty);
        }

        if (table.NumberKey is not null)
        {
            statement.Set("AfterNumber", last?.Number ?? 0);
        }

        return table.SecondKey is null ? statement : statement.Set("AfterSecond", last?.Second ?? 0);
    }

    /// <summary>A table without a key has one row: two would never come.</summary>
    private (Statement Statement, int Limit) Limited(Statement statement, PersonalTable table)
    {
        var limit = table switch
        {
            { IdKey: null, NumberKey: null } => 2,
            _ when table == PersonalTables.Sessions => Math.Min(_limit, MaxSessions),
            _ => _limit,
        };
        return (statement.Set("Limit", limit), limit);
    }

    private async Task<ExportPage> ReadPageAsync(Statement statement, PersonalTable table, CancellationToken cancellationToken) =>
        (await ReadPagesAsync([Limited(statement, table)], cancellationToken).ConfigureAwait(false))[0];

    private ValueTask<List<ExportPage>> ReadPagesAsync(List<(Statement Statement, int Limit)> reads, CancellationToken cancellationToken) =>
        database.BatchAsync(
            scope,
            reads[0].Statement,
            [database.Statement("personal_data/export/use_portable_formats"), .. reads.Select(read => read.Statement)],
            async (results, token) =>
            {
                var bytes = 0L;
                List<ExportPage> pages = [];
                foreach (var (_, limit) in reads)
                {
                    await results.NextAsync(token).ConfigureAwait(false);
                    var room = bytes < PageBytes;
                    var rows = room
                        ? await results.ReadUntilAsync<ExportRow>(row => (bytes += row.Line.Length) >= PageBytes, token).ConfigureAwait(false)
                        : [];
                    pages.Add(new(rows, room && bytes < PageBytes && rows.Count < limit));
                }

                Adapt(bytes, pages.Sum(page => page.Rows.Count));
                return pages;
            },
            cancellationToken);

    /// <summary>So that a page of large rows is not read for the sake of its first ones.</summary>
    private void Adapt(long bytes, int rows)
    {
        if (rows > 0)
        {
            _limit = (int)Math.Clamp(PageBytes / Math.Max(1, bytes / rows), 1, MaxRows);
        }
    }
}
