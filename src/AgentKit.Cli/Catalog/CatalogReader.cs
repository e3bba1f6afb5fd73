using System.Reflection;
using Npgsql;

namespace AgentKit.Cli;

/// <summary>
/// Asks PostgreSQL's own catalogs and statistics, which no interface of the library covers; as the login, on one connection, without a right on any table.
/// </summary>
internal sealed class CatalogReader : IAsyncDisposable
{
    private readonly string _schema;
    private readonly string _role;

    private CatalogReader(NpgsqlConnection connection, AgentKitOptions options)
    {
        Connection = connection;
        _schema = options.Schema;
        _role = options.ApplicationRole;
    }

    public NpgsqlConnection Connection { get; }

    public static async Task<CatalogReader> OpenAsync(Call call, CancellationToken cancellationToken)
    {
        var options = call.Options; // checks the connection string first

        // No data source: those refuse the wish for a primary among several hosts, which connections understand.
        var settings = new NpgsqlConnectionStringBuilder(call.ConnectionString) { Enlist = false, MaxAutoPrepare = 0, Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new(connection, options);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>Catalog/&lt;name&gt;.sql</c>, which may ask for <c>@Schema</c> and <c>@Role</c>.</summary>
    public async Task<IReadOnlyList<T>> AskAsync<T>(string name, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(await ReadFileAsync(name, cancellationToken), Connection);
        command.Parameters.AddWithValue("Schema", _schema);
        command.Parameters.AddWithValue("Role", _role);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static async Task<string> ReadFileAsync(string name, CancellationToken cancellationToken)
    {
        await using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"catalog/{name}.sql")
            ?? throw new InvalidOperationException($"The tool carries no {name}.sql.");
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
