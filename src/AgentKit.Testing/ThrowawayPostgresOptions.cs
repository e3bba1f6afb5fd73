namespace AgentKit.Testing;

/// <summary>What a <see cref="ThrowawayPostgres"/> should be like. The defaults suit tests: fast, and careless about a power cut.</summary>
public sealed record ThrowawayPostgresOptions
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>
    /// Server settings by their names in <c>postgresql.conf</c>, for example <c>max_connections</c> or <c>work_mem</c>, with values as
    /// they would stand there without quotes. They win over the settings of this class and over <see cref="Durable"/>. Default: none.
    /// </summary>
    /// <remarks>
    /// Not applied to a server of <see cref="PostgresSource.Environment"/>, whose settings are its owner's. Settings that decide where
    /// the server listens, stores and logs (<c>port</c>, <c>listen_addresses</c>, <c>unix_socket_directories</c>,
    /// <c>data_directory</c>, <c>hba_file</c>, <c>external_pid_file</c>, <c>logging_collector</c>, <c>log_destination</c>) are refused.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether commits are flushed to disk (<c>fsync</c>, <c>synchronous_commit</c> and <c>full_page_writes</c> on), as in production.
    /// Benchmarks and crash tests need it. Default: <see langword="false"/>, all three off: then a commit of the last second may be
    /// missing after <see cref="ThrowawayPostgres.StopServerAsync"/> with <c>immediate</c>.
    /// </summary>
    /// <remarks>Not applied to a server of <see cref="PostgresSource.Environment"/>.</remarks>
    public bool Durable { get; init; }

    /// <summary>
    /// How long <see cref="ThrowawayPostgres.StartAsync(ThrowawayPostgresOptions, CancellationToken)"/> may take from finding the
    /// server to the first database, and how long a stop or a restart may take. More than zero, one hour at most. Default: 60 seconds.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The only place to look in; <see langword="null"/> (the default) takes the first of them that is there, in the order of
    /// <see cref="PostgresSource"/>. A test that stops the server asks for <see cref="PostgresSource.LocalBinaries"/>.
    /// </summary>
    public PostgresSource? Source { get; init; }

    /// <summary>
    /// The folder of <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c>, to choose a version; wins over the environment variable
    /// <c>AGENTKIT_POSTGRES_BIN</c>, the <c>PATH</c> and the usual folders. Default: <see langword="null"/>, look for it.
    /// </summary>
    public string? BinDirectory { get; init; }

    /// <summary>
    /// An existing folder in which the cluster's own folder is made, for example <c>/dev/shm</c> to keep it in memory. Every
    /// user on the way to it must be let through when the tests run as root. Default: <see langword="null"/>, the system's folder for
    /// temporary files.
    /// </summary>
    public string? ParentDirectory { get; init; }

    /// <summary>The image for <see cref="PostgresSource.Container"/>. Default: <c>postgres:17</c>.</summary>
    public string ContainerImage { get; init; } = "postgres:17";

    /// <summary>
    /// Whether a PgBouncer in transaction pooling stands before the server, as it may in production: connection strings lead through it, those
    /// of the superuser past it. It is the <c>pgbouncer</c> on the <c>PATH</c> or in <c>/usr/sbin</c>, and is removed with the server. Default:
    /// <see langword="false"/>.
    /// </summary>
    /// <remarks>With <see cref="PostgresSource.Environment"/> the login of the variable must be a superuser, who may read passwords.</remarks>
    public bool BehindPgBouncer { get; init; }

    internal static void Validate(ThrowawayPostgresOptions options)
    {
        if (options.Settings is null || string.IsNullOrWhiteSpace(options.ContainerImage))
        {
            throw new ArgumentException($"{nameof(Settings)} and {nameof(ContainerImage)} must have a value.", nameof(options));
        }

        if (options.StartTimeout <= TimeSpan.Zero || options.StartTimeout > LongestTimeout)
        {
            throw new ArgumentException(
                $"{nameof(StartTimeout)} is {options.StartTimeout}; it must be more than zero and one hour at most.", nameof(options));
        }

        if (options.Source is { } source && !Enum.IsDefined(source))
        {
            throw new ArgumentException($"{nameof(Source)} is {(int)source}, which is no {nameof(PostgresSource)}.", nameof(options));
        }

        foreach (var (name, value) in options.Settings)
        {
            ServerSettings.Validate(name, value);
        }
    }
}
