namespace AgentKit.Testing;

/// <summary>The order in which a PostgreSQL is looked for.</summary>
internal static class ServerFinder
{
    public static async Task<IPostgresServer> StartAsync(ThrowawayPostgresOptions options, HostLookup host, StartDeadline deadline)
    {
        var lookedIn = new List<string>();
        if (options.Source is null or PostgresSource.Environment)
        {
            if (host.Value(HostLookup.ConnectionStringVariable) is { } connectionString)
            {
                return EnvironmentServer.Parse(connectionString);
            }

            lookedIn.Add($"the environment variable {HostLookup.ConnectionStringVariable} (not set)");
        }

        if (options.Source is null or PostgresSource.LocalBinaries
            && PostgresBinaries.Find(options.BinDirectory, host, lookedIn) is { } binaries)
        {
            return await LocalCluster.StartAsync(binaries, options, deadline).ConfigureAwait(false);
        }

        if (options.Source is null or PostgresSource.Container)
        {
#if TESTCONTAINERS
            return await ContainerServer.StartAsync(options, deadline).ConfigureAwait(false);
#else
            lookedIn.Add("a container (not in this build of AgentKit.Testing; build it with -p:UseTestcontainers=true)");
#endif
        }

        throw NotFound(lookedIn);
    }

    private static PostgresNotFoundException NotFound(List<string> lookedIn)
    {
        var install = InstallAdvice.Command();
        var nl = Environment.NewLine;
        return new PostgresNotFoundException(
            $"No PostgreSQL was found. Looked for:{nl}- {string.Join($"{nl}- ", lookedIn)}{nl}"
            + $"Install it: {install}{nl}"
            + $"Or set {HostLookup.BinDirectoryVariable} to the folder of initdb, postgres and pg_ctl, "
            + $"or {HostLookup.ConnectionStringVariable} to a login that may create databases on a server for tests.",
            lookedIn,
            install);
    }
}
