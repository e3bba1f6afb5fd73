using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>A data source that the library has built from a connection string, and disposes.</summary>
/// <param name="DataSource">What to open connections with.</param>
/// <param name="Pools">What holds them: the same one, unless there are several hosts.</param>
internal sealed record OwnDataSource(NpgsqlDataSource DataSource, NpgsqlDataSource Pools) : IAsyncDisposable, IDisposable
{
    public static OwnDataSource Create(NpgsqlConnectionStringBuilder settings)
    {
        if (!HasSeveralHosts(settings))
        {
            var single = NpgsqlDataSource.Create(settings);
            return new(single, single);
        }

        // Npgsql takes the wish for a kind of server from a connection string where a single connection is opened, and refuses it for a data source.
        var target = settings.TargetSessionAttributes is { } wish
            ? Enum.Parse<TargetSessionAttributes>(wish.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
            : TargetSessionAttributes.Primary;
        var several = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { TargetSessionAttributes = null };
        var pools = new NpgsqlDataSourceBuilder(several.ConnectionString).BuildMultiHost();
        return new(pools.WithTargetSession(target), pools);
    }

    public static bool HasSeveralHosts(NpgsqlConnectionStringBuilder settings) => settings.Host?.Contains(',', StringComparison.Ordinal) == true;

    public void Dispose()
    {
        DataSource.Dispose();
        Pools.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync().ConfigureAwait(false);
        await Pools.DisposeAsync().ConfigureAwait(false);
    }
}
