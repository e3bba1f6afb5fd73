using System.Runtime.CompilerServices;
using AgentKit.Infrastructure;

namespace AgentKit;

internal sealed partial class PostgresToolRunLog
{
    private const int ReplayPage = 100;

    public async Task<ToolRun> GetAsync(AgentScope scope, Guid toolRunId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var row = await database.SingleOrDefaultAsync<ToolRunRow>(scope, GetStatement(toolRunId), cancellationToken).ConfigureAwait(false);
        return row?.ToToolRun() ?? throw new ToolRunNotFoundException(toolRunId);
    }

    public async Task<Page<ToolRun>> ListAsync(
        AgentScope scope, ToolRunFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        filter ??= new ToolRunFilter();

        var rows = await database.ListAsync<ToolRunRow>(scope, ListStatement(filter), cancellationToken).ConfigureAwait(false);
        return PageCutter.Cut(rows, filter.Limit, row => row.ToToolRun(), row => new Cursor(CursorKind.ToolRuns, row.ToolRunId));
    }

    public IAsyncEnumerable<ToolRun> ReplayAsync(AgentScope scope, Guid sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return ReplayByPagesAsync(scope, sessionId, cancellationToken);
    }

    public async Task<IReadOnlyList<ToolStatistics>> GetStatisticsAsync(
        AgentScope scope, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var statement = database.Statement(ToolRunQueries.GetStatistics)
            .Set("FromId", FromId(from))
            .Set("BeforeId", BeforeId(to));
        var rows = await database.ListAsync<ToolStatisticsRow>(scope, statement, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToStatistics());
    }

    /// <summary>By pages, so that no transaction stays open while the caller takes its time.</summary>
    private async IAsyncEnumerable<ToolRun> ReplayByPagesAsync(
        AgentScope scope, Guid sessionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ToolRunRow? last = null;
        while (true)
        {
            var statement = database.Statement(ToolRunQueries.Replay)
                .Set("SessionId", sessionId)
                .Set("AfterTime", last?.StartedAt)
                .Set("AfterId", last?.ToolRunId)
                .Set("Limit", ReplayPage);
            var page = await database.ListAsync<ToolRunRow>(scope, statement, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row.ToToolRun();
            }

            if (page.Count < ReplayPage)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    private Statement GetStatement(Guid toolRunId) =>
        database.Statement(ToolRunQueries.Get).Set("ToolRunId", toolRunId);

    private Statement ListStatement(ToolRunFilter filter)
    {
        CountGuard.Require(filter.Limit, ToolRunGuard.MaxPage, nameof(filter.Limit));
        TextGuard.Optional(filter.ToolName, ToolRunGuard.MaxNameLength, nameof(filter.ToolName));
        ArgumentNullException.ThrowIfNull(filter.Statuses, nameof(filter.Statuses));

        var to = BeforeId(filter.To);
        var cursor = Cursor.Parse(filter.Cursor, CursorKind.ToolRuns)?.Id;
        return FilteredList(filter)
            .Set("FromId", FromId(filter.From))
            .Set("BeforeId", cursor < to ? cursor.Value : to)
            .Set("Statuses", filter.Statuses.Select(ToolRunStatusNames.Of).ToArray())
            .Set("Limit", filter.Limit + 1);
    }

    /// <summary>The narrowest filter that has an index chooses the statement.</summary>
    private Statement FilteredList(ToolRunFilter filter) => filter switch
    {
        { RunId: { } runId } => database.Statement(ToolRunQueries.ListByRun)
            .Set("RunId", runId)
            .Set("SessionId", filter.SessionId)
            .Set("ToolName", filter.ToolName),
        { SessionId: { } sessionId } => database.Statement(ToolRunQueries.ListBySession)
            .Set("SessionId", sessionId)
            .Set("ToolName", filter.ToolName),
        { ToolName: { } toolName } => database.Statement(ToolRunQueries.ListByTool)
            .Set("ToolName", toolName),
        _ => database.Statement(ToolRunQueries.List),
    };

    private static Guid FromId(DateTimeOffset? from) => from is { } time ? UuidV7Bounds.At(time) : UuidV7Bounds.Lowest;

    private static Guid BeforeId(DateTimeOffset? to) => to is { } time ? UuidV7Bounds.At(time) : UuidV7Bounds.Highest;
}
