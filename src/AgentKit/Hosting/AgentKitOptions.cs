using System.Text.Json;
using Npgsql;

namespace AgentKit;

/// <summary>
/// What the host decides about AgentKit. Everything has a default but the database, which is looked for in this order:
/// <see cref="DataSource"/>, <see cref="ConnectionString"/>, an <see cref="NpgsqlDataSource"/> registered as a service, the configuration key
/// <c>ConnectionStrings:AgentKit</c>, the environment variable <c>AGENTKIT_CONNECTION_STRING</c>.
/// </summary>
/// <remarks>Checked at the start of a generic host, or at the first use; not to be changed afterwards.</remarks>
public sealed class AgentKitOptions
{
    /// <summary>The environment variable that is read where the host names no database.</summary>
    public const string ConnectionStringVariable = "AGENTKIT_CONNECTION_STRING";

    /// <summary>The host's own data source, used as it is and never disposed; of one with several hosts, the primary. Default: none.</summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>
    /// An Npgsql connection string. AgentKit builds and owns a data source from it, with <c>No Reset On Close</c> (all of its state is local
    /// to a transaction) and automatic preparation as <see cref="PreparedStatements"/> says. Default: none.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>The schema that holds AgentKit's tables, 1 to 63 bytes. Default: <c>agentkit</c>.</summary>
    public string Schema { get; set; } = "agentkit";

    /// <summary>
    /// The role under which every statement runs, 1 to 63 bytes. It owns nothing and cannot bypass row-level security.
    /// Default: <c>agentkit_app</c>.
    /// </summary>
    public string ApplicationRole { get; set; } = "agentkit_app";

    /// <summary>
    /// Whether the start of the host, or the first call where there is no generic host, brings the schema up to date. Any number of hosts
    /// may start at once. Off by default: then an outdated schema is refused at start with <see cref="SchemaVersionException"/>.
    /// </summary>
    public bool MigrateAtStart { get; set; }

    /// <summary>Whether <see cref="IMigrator.ResetAsync"/> may drop the schema with all its data. Off by default; meant for development.</summary>
    public bool AllowReset { get; set; }

    /// <summary>Whether statements are prepared on the server. Default: <see cref="PreparedStatementMode.Automatic"/>.</summary>
    public PreparedStatementMode PreparedStatements { get; set; } = PreparedStatementMode.Automatic;

    /// <summary>
    /// How far the scope of a call is made known: set it to <see cref="ScopePropagation.Citus"/> on all hosts of a database whose tables are
    /// distributed by Citus, and nowhere else. Default: <see cref="ScopePropagation.Local"/>.
    /// </summary>
    public ScopePropagation ScopePropagation { get; set; } = ScopePropagation.Local;

    /// <summary>
    /// How long an agent's definition is served from memory before it is read again: the time within which a change made by another process
    /// is seen. Zero reads it every time. Default: 30 seconds; at most one day.
    /// </summary>
    public TimeSpan AgentCacheDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The folder that all working directories of workflow sessions must lie in; an absolute path. With it, a session's working directory may be
    /// relative to it. Default: none, so that a working directory is whatever absolute path the host gave the session; set it where that comes
    /// from users.
    /// </summary>
    public string? WorkflowRoot { get; set; }

    /// <summary>
    /// Whether commits wake up the watchers of <see cref="IChangeFeed"/> in other processes (<c>NOTIFY</c>), and watchers listen for it. Those in
    /// the process that commits are woken up in any case. Off by default: the others poll. Set it alike on all hosts of a database; what a host
    /// commits that does not notify is seen by the others at their next poll.
    /// </summary>
    /// <remarks>
    /// <para>Notifications go out after the commits, for many of them at once and at most fifty times a second and process. Within the commits
    /// they would cost three quarters of the throughput, because PostgreSQL lets transactions that notify commit one after the other, in all
    /// databases of the server.</para>
    /// <para>The channel is called like the <see cref="Schema"/>; notifications carry hashes of workspace and session, no ids. While there are
    /// watchers, one connection of the data source listens for all of them. Behind a pooler nobody can listen, and watchers poll.</para>
    /// </remarks>
    public bool NotifyChanges { get; set; }

    /// <summary>How often a watcher of <see cref="IChangeFeed"/> looks for changes by itself. Default: 1 second; 10 ms to 1 hour.</summary>
    public TimeSpan ChangePollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same while <see cref="NotifyChanges"/> is on and the connection that listens is there: what makes up for a notification that got
    /// lost. Default: 30 seconds; 10 ms to 1 hour.
    /// </summary>
    public TimeSpan ChangePollIntervalWhileListening { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether every call of a scope of level <see cref="AccessLevel.Admin"/> is recorded in the same transaction, for
    /// <see cref="IAccessLog"/>: who, when, which operation, and on what. What cannot be recorded is not answered. Off by default.
    /// </summary>
    public bool AuditAdminReads { get; set; }

    /// <summary>Sizes that are checked before anything is sent.</summary>
    public ContentLimits Limits { get; set; } = new();

    /// <summary>How failures and conflicts are retried.</summary>
    public ResilienceOptions Resilience { get; set; } = new();

    /// <summary>How <see cref="IEventBuffer"/> gathers events and sends them.</summary>
    public EventBufferOptions EventBuffer { get; set; } = new();

    /// <summary>Whether writes that are made at the same time travel in groups; off by default.</summary>
    public CoalescingOptions Coalescing { get; set; } = new();

    /// <summary>
    /// How inputs and outputs of tools that are .NET objects become JSON and back. Default: <see cref="JsonSerializerOptions.Web"/>.
    /// </summary>
    public JsonSerializerOptions SerializerOptions { get; set; } = JsonSerializerOptions.Web;
}
