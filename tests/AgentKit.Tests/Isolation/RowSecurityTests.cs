using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Isolation;

/// <summary>What the database itself enforces, whatever the library asks.</summary>
public sealed class RowSecurityTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task EveryTable_WithoutAScope_ShowsNoRows()
    {
        await Target.CreateAsync(fixture);
        await using var connection = await OpenAsAppAsync();
        var tables = await TablesAsync();

        tables.Should().HaveCountGreaterThan(10);
        foreach (var table in tables)
        {
            (await ScalarAsync(connection, $"SELECT count(*) FROM agentkit.{table}")).Should().Be(0, table);
            (await ScalarAsync(connection, $"WITH gone AS (DELETE FROM agentkit.{table} RETURNING 1) SELECT count(*) FROM gone")).Should().Be(0, table);
        }
    }

    [Fact]
    public async Task EveryTable_AsTheLoginWithoutTheRole_ShowsNoRows()
    {
        // The login owns the tables; row-level security is forced upon it too.
        await Target.CreateAsync(fixture);
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();

        foreach (var table in await TablesAsync())
        {
            (await ScalarAsync(connection, $"SELECT count(*) FROM agentkit.{table}")).Should().Be(0, table);
        }
    }

    [Fact]
    public async Task Insert_IntoAnotherWorkspace_IsRefused()
    {
        await using var connection = await OpenAsAppAsync("mine", "u-1", "user");

        var insert = () => ScalarAsync(connection, """
            INSERT INTO agentkit.preferences (created_at, workspace_id, user_id) VALUES (now(), 'theirs', 'u-1') RETURNING 1::bigint
            """);

        (await insert.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    /// <summary>Two hundred calls of fifty scopes over one connection: each sees its own and nothing of the one before.</summary>
    [Fact]
    public async Task OneConnection_ManyScopesAtOnce_NeverMix()
    {
        await using var provider = fixture.CreateProvider(options =>
            options.ConnectionString = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        var sessions = provider.GetRequiredService<ISessionStore>();
        var owners = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            var scope = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), $"u-{i}");
            return (Scope: scope, (await sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))).Id);
        }));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var (scope, own) = owners[i % owners.Length];
            var foreign = owners[(i + 1) % owners.Length].Id;
            (await sessions.ListAsync(scope)).Items.Should().ContainSingle().Which.Id.Should().Be(own);
            (await sessions.FindAsync(scope, foreign)).Should().BeNull();
        }));
    }

    /// <summary>The session of a user is found by that user and nobody else, for every pair of a scope and an id.</summary>
    [Fact]
    public async Task EveryPair_OfScopeAndId_IsFoundByItsOwnerOnly()
    {
        var workspaces = Enumerable.Range(0, 4).Select(_ => AgentKitFixture.NewWorkspace()).ToArray();
        var scopes = workspaces.SelectMany(workspace => Enumerable.Range(0, 5).Select(user => AgentScope.ForUser(workspace, $"u-{user}"))).ToArray();
        var owned = await Task.WhenAll(scopes.Select(async scope =>
            (Scope: scope, (await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))).Id)));

        var found = await Task.WhenAll(
            from scope in scopes
            from target in owned
            select IsRightAsync(scope, target.Scope, target.Id));

        found.Should().HaveCount(400).And.OnlyContain(right => right);

        async Task<bool> IsRightAsync(AgentScope scope, AgentScope owner, Guid id) =>
            await fixture.Sessions.FindAsync(scope, id) is null == (scope != owner);
    }

    private async Task<NpgsqlConnection> OpenAsAppAsync(string workspace = "", string user = "", string access = "")
    {
        var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT set_config('agentkit.workspace_id', $1, false), set_config('agentkit.user_id', $2, false), "
            + "set_config('agentkit.access', $3, false), set_config('role', 'agentkit_app', false)",
            connection)
        {
            Parameters = { new() { Value = workspace }, new() { Value = user }, new() { Value = access } },
        };
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<string[]> TablesAsync() => await Sql.ScalarAsync<string[]>(
        fixture.Database.AdminConnectionString,
        "SELECT array_agg(tablename::text) FROM pg_tables WHERE schemaname = 'agentkit' AND tablename <> 'schema_migrations'");

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
