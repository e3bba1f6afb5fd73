using Npgsql;

namespace AgentKit.Benchmarks.Server;

/// <summary>How the variants reach the database.</summary>
/// <param name="ConnectionString">An ordinary login, which row-level security binds; it owns the tables of the baselines.</param>
internal sealed record Endpoint(string ConnectionString)
{
    /// <summary>As a careful author of raw Npgsql would set it.</summary>
    public string Tuned => new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        NoResetOnClose = true,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
    }.ConnectionString;

    public NpgsqlConnectionStringBuilder Settings => new(ConnectionString);

    /// <summary>For programs that take a URL.</summary>
    public string Url
    {
        get
        {
            var settings = Settings;
            var (user, password) = (Uri.EscapeDataString(settings.Username ?? ""), Uri.EscapeDataString(settings.Password ?? ""));
            return $"postgresql://{user}:{password}@{settings.Host}:{settings.Port}/{Uri.EscapeDataString(settings.Database ?? "")}";
        }
    }

    /// <summary>The same database, by another way.</summary>
    public Endpoint At(string host, int port) =>
        new(new NpgsqlConnectionStringBuilder(ConnectionString) { Host = host, Port = port, SslMode = SslMode.Disable }.ConnectionString);
}
