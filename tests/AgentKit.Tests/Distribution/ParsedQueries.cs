using AgentKit.Infrastructure;
using AgentKit.Tests.Guards.Queries;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Distribution;

/// <summary>The statements of the library that read or write tables, as PostgreSQL understands them, for the tests of a class.</summary>
public sealed class ParsedQueries : IAsyncLifetime, IAsyncDisposable
{
    private static readonly string[] Plannable = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"];

    private readonly MigratedDatabase _database = new();
    private NpgsqlConnection? _connection;
    private ServerParser? _parser;

    internal Catalog Catalog { get; private set; } = null!;

    internal IReadOnlyList<(Query Query, ParseTree Tree)> All { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        Catalog = await Catalog.ReadAsync(_database);

        // Without it, Npgsql withholds what comes with a notice.
        var settings = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { IncludeErrorDetail = true };
        _connection = new NpgsqlConnection(settings.ConnectionString);
        await _connection.OpenAsync();
        await _database.AddSetContextAsync();
        _parser = new ServerParser(_connection);
        await _parser.BeginAsync();

        List<(Query Query, ParseTree Tree)> parsed = [];
        foreach (var query in new QueryCatalog(new SqlTemplate(_database.Schema, _database.ApplicationRole)).All)
        {
            if (Plannable.Contains(query.Text.Split(' ', '\n')[0]))
            {
                parsed.Add((query, await ParseAsync(query)));
            }
        }

        All = parsed;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        await _database.DisposeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    internal Task<ParseTree> ParseAsync(Query query) => _parser!.ParseAsync(query);
}
