using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>
/// Every table, with rows of one user in it, under the application role and past the library: what each scope may see, insert, update and
/// delete is what the kind of the table allows, and not a row more. The statements have no WHERE: only the database limits them.
/// </summary>
public sealed class RowRightsTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task EveryTable_ForEveryScope_AllowsWhatItsKindAllows()
    {
        var target = await Target.CreateAsync(fixture);
        var before = await target.DumpAsync();
        var tables = await IsolatedTable.FindAsync(fixture.Database.AdminConnectionString);
        tables.Select(table => table.Kind).Distinct().Should().BeEquivalentTo(TableKind.All, "each kind is used");

        foreach (var table in tables)
        {
            var rows = await CountAsync(table, target);
            rows.Should().BePositive("where there is nothing in {0}, there is nothing to be kept from anybody", table.Name);
            (AgentScope Scope, string Rights)[] scopes =
            [
                (target.Owner, table.Kind.Owner),
                (target.OtherUser, table.Kind.OtherUser),
                (target.Admin, table.Kind.Admin),
                (target.Service, table.Kind.Service),
                (target.Namesake, TableKind.Nothing),
                (AgentScope.ForAdmin(target.Namesake.WorkspaceId, "admin"), TableKind.Nothing),
                (target.OtherWorkspace, TableKind.Nothing),
            ];
            foreach (var (scope, rights) in scopes)
            {
                var found = await RightsAsync(table, scope, target, rows);
                found.Should().Be(rights, "{0} is {1}, asked by {2}", table.Name, table.Kind.Name, scope);
            }
        }

        TableContents.Differences(before, await target.DumpAsync()).Should().BeEmpty();
    }

    /// <summary>All that is not refused, or does not find its rows; what finds some of the rows and not all is not known here.</summary>
    private async Task<string> RightsAsync(IsolatedTable table, AgentScope scope, Target target, long rows)
    {
        await using var connection = await OpenAsync(scope);
        return string.Concat(
            RightIf('S', await TryAsync(connection, $"SELECT FROM agentkit.{table.Name}"), rows),
            await MayInsertAsync(connection, table, target) ? "I" : "",
            RightIf('U', await TryAsync(connection, $"UPDATE agentkit.{table.Name} SET workspace_id = '{scope.WorkspaceId}'"), rows),
            RightIf('D', await TryAsync(connection, $"DELETE FROM agentkit.{table.Name}"), rows));
    }

    private static string RightIf(char right, long touched, long rows) =>
        touched == rows ? right.ToString() : touched == 0 ? "" : $"{right} on {touched} of {rows}";

    /// <summary>
    /// Copies a row as it is. The policy is asked first: whoever passes it is told that the row is there already.
    /// </summary>
    private async Task<bool> MayInsertAsync(NpgsqlConnection connection, IsolatedTable table, Target target)
    {
        var row = await Sql.ScalarAsync<string>(
            fixture.Database.AdminConnectionString,
            $"SELECT row_to_json(t)::text FROM agentkit.{table.Name} AS t WHERE workspace_id = '{target.Owner.WorkspaceId}' LIMIT 1");
        await using var command = new NpgsqlCommand(
            $"INSERT INTO agentkit.{table.Name} ({table.Columns}) SELECT {table.Columns} FROM json_populate_record(NULL::agentkit.{table.Name}, $1::json)",
            connection)
        {
            Parameters = { new() { Value = row } },
        };

        var error = (await command.Awaiting(it => it.ExecuteNonQueryAsync()).Should().ThrowAsync<PostgresException>("the row exists")).Which;
        error.SqlState.Should().BeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.UniqueViolation);
        return error.SqlState == PostgresErrorCodes.UniqueViolation;
    }

    /// <summary>How many rows a statement touches. It is undone.</summary>
    private static async Task<long> TryAsync(NpgsqlConnection connection, string sql)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        var seen = 0L;
        while (await reader.ReadAsync())
        {
            seen++;
        }

        await reader.CloseAsync();
        return Math.Max(seen, reader.RecordsAffected);
    }

    private Task<long> CountAsync(IsolatedTable table, Target target) => Sql.ScalarAsync<long>(
        fixture.Database.AdminConnectionString,
        $"SELECT count(*) FROM agentkit.{table.Name} WHERE workspace_id = '{target.Owner.WorkspaceId}'");

    private async Task<NpgsqlConnection> OpenAsync(AgentScope scope)
    {
        var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT set_config('agentkit.workspace_id', $1, false), set_config('agentkit.user_id', $2, false), "
            + "set_config('agentkit.access', $3, false), set_config('role', 'agentkit_app', false)",
            connection)
        {
            Parameters =
            {
                new() { Value = scope.WorkspaceId },
                new() { Value = scope.UserId ?? "" },
                new() { Value = scope.Access.ToString().ToLowerInvariant() },
            },
        };
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
