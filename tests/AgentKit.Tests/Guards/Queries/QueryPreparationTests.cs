using AgentKit.Infrastructure;
using AgentKit.Tests.Guards.Sources;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>
/// PostgreSQL parses and plans every query under the role that will send it: a wrong column, a parameter whose type it cannot tell and a
/// missing right show by the name of the file.
/// </summary>
public class QueryPreparationTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const string Folder = "sql/queries/";

    private static readonly string[] Plannable = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"];

    public static TheoryData<string> Queries => [.. SourceFiles.Find(Folder, "*.sql").Select(file => file[Folder.Length..^".sql".Length])];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_OfTheCatalog_IsAcceptedByPostgreSql(string name)
    {
        var query = new QueryCatalog(new SqlTemplate(database.Schema, database.ApplicationRole))[name];
        // The migrator works as the login, which owns the tables.
        var role = name.StartsWith("migrations/", StringComparison.Ordinal) ? "session_user" : database.ApplicationRole;

        var accepting = () => ParametersAsync(query, role);

        var parameters = (await accepting.Should().NotThrowAsync($"PostgreSQL is to accept {Folder}{name}.sql")).Subject;
        parameters.Should().HaveSameCount(
            query.Parameters, "{0}{1}.sql has the parameters {2}", Folder, name, string.Join(", ", query.Parameters));
    }

    [Theory]
    [InlineData("SELECT s.no_such_column FROM agentkit.sessions AS s", PostgresErrorCodes.UndefinedColumn)]
    [InlineData("SELECT s.version FROM agentkit.sesions AS s", PostgresErrorCodes.UndefinedTable)]
    [InlineData("SELECT $1 IS NULL", PostgresErrorCodes.IndeterminateDatatype)]
    [InlineData("DELETE FROM agentkit.schema_migrations", PostgresErrorCodes.InsufficientPrivilege)]
    [InlineData("CREATE SCHEMMA x", PostgresErrorCodes.SyntaxError)]
    public async Task Query_WithAMistake_IsRefused(string sql, string expected)
    {
        var accepting = () => ParametersAsync(new Query("sample", sql, []), database.ApplicationRole);

        (await accepting.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(expected);
    }

    /// <summary>The types that PostgreSQL gives to the parameters. Nothing is executed.</summary>
    private async Task<string[]> ParametersAsync(Query query, string role)
    {
        await database.AddSetContextAsync();
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (role != "session_user")
        {
            await ExecuteAsync(connection, $"SET LOCAL ROLE \"{role}\"");
        }

        if (!Plannable.Contains(query.Text.Split(' ', '\n')[0]))
        {
            await using var utility = new NpgsqlCommand(query.Text, connection);
            await utility.PrepareAsync();
            return [];
        }

        await ExecuteAsync(connection, $"PREPARE guarded AS {query.Text}");
        await using var describe = new NpgsqlCommand(
            "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'guarded'", connection);
        var types = (string[])(await describe.ExecuteScalarAsync())!;

        var values = string.Join(", ", types.Select(_ => "NULL"));
        await ExecuteAsync(connection, $"EXPLAIN EXECUTE guarded{(values == "" ? "" : $"({values})")}");
        await ExecuteAsync(connection, "DEALLOCATE guarded");
        return types;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
