using AgentKit.Testing;
using AgentKit.Tests.Distribution;
using AgentKit.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>A database at the latest version, for the tests of a class, which only read it.</summary>
public sealed class MigratedDatabase : IAsyncLifetime
{
    private ThrowawayDatabase _database = null!;
    private NpgsqlDataSource _dataSource = null!;
    private Task? _addingSetContext;

    public string Schema { get; } = new AgentKitOptions().Schema;

    public string ApplicationRole { get; } = new AgentKitOptions().ApplicationRole;

    public string ConnectionString => _database.ConnectionString;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateMigratedDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await _database.DisposeAsync();
    }

    public ValueTask<NpgsqlConnection> OpenAsync() => _dataSource.OpenConnectionAsync();

    /// <summary>Adds the one function that a query calls and no migration makes.</summary>
    public Task AddSetContextAsync() => _addingSetContext ??= SetContextFunction.CreateAsync(_database);

    /// <summary>Rows of texts; <c>$1</c> is the schema.</summary>
    public async Task<IReadOnlyList<string[]>> ReadAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = Schema });
        await using var reader = await command.ExecuteReaderAsync();
        List<string[]> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString()!)]);
        }

        return rows;
    }
}
