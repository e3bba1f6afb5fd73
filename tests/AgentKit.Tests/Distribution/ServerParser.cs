using AgentKit.Infrastructure;
using Npgsql;

namespace AgentKit.Tests.Distribution;

/// <summary>Has PostgreSQL parse a query, and reads its tree from the notices. Nothing is executed.</summary>
internal sealed class ServerParser(NpgsqlConnection connection)
{
    public async Task BeginAsync() =>
        await ExecuteAsync("SET client_min_messages = log; SET debug_pretty_print = off; SET debug_print_parse = on");

    public async Task<ParseTree> ParseAsync(Query query)
    {
        List<ParseTree> trees = [];
        void Read(object sender, NpgsqlNoticeEventArgs notice)
        {
            if (notice.Notice.Detail is { } detail && detail.TrimStart().StartsWith("{QUERY", StringComparison.Ordinal))
            {
                trees.Add(ParseTree.Parse(detail));
            }
        }

        connection.Notice += Read;
        await ExecuteAsync($"PREPARE examined AS {query.Text}");
        await ExecuteAsync("DEALLOCATE examined");
        connection.Notice -= Read;

        // PREPARE and DEALLOCATE are statements themselves, without tables and columns.
        return trees.Single(tree => tree["utilityStmt"].Text == "<>");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
