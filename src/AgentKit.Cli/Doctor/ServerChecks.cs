using System.Diagnostics;

namespace AgentKit.Cli;

/// <summary>The server, what stands before it, and the login.</summary>
internal static class ServerChecks
{
    private const int OldestVersion = 140000;
    private const int InheritsByGrant = 160000;
    private const double ManyConnections = 0.8;

    public static async Task<IReadOnlyList<Check>> RunAsync(Call call, CatalogReader catalog, CancellationToken cancellationToken)
    {
        var rows = await catalog.AskAsync("server", row => new Server
        {
            Version = row.GetString(0),
            VersionNumber = row.GetInt32(1),
            IsStandby = row.GetBoolean(2),
            ProcessId = row.GetInt32(3),
            Database = row.GetString(4),
            Login = row.GetString(5),
            IsPowerful = row.GetBoolean(6),
            RoleExists = row.GetBoolean(7),
            MayBecomeRole = row.GetBoolean(8),
            InheritsRole = row.GetBoolean(9),
            OwnsTables = row.GetBoolean(10),
            Connections = row.GetInt64(11),
            MostConnections = row.GetInt64(12),
            HasAutovacuum = row.GetBoolean(13),
            IsDurable = row.GetBoolean(14),
        }, cancellationToken);
        var server = rows[0];
        var begin = Stopwatch.GetTimestamp(); // the first question had to be compiled
        await catalog.AskAsync("ping", row => row.GetInt32(0), cancellationToken);
        return
        [
            Check.Ok("connection", $"{server.Database} on {catalog.Connection.Host} as {server.Login}, "
                + $"{Words.Duration(Stopwatch.GetElapsedTime(begin))} a round trip"),
            Version(server),
            Pooler(server, catalog.Connection.ProcessID),
            Login(server, call.Options.ApplicationRole),
            Role(server, call.Options.ApplicationRole),
            Connections(server),
            Durability(server),
        ];
    }

    private static Check Version(Server server) => server switch
    {
        { IsStandby: true } => Check.Problem("server", $"PostgreSQL {server.Version}, a standby that cannot be written to", "Connect to the primary."),
        { VersionNumber: < OldestVersion } => Check.Problem("server", $"PostgreSQL {server.Version}", "AgentKit needs PostgreSQL 14 or later: upgrade it."),
        _ => Check.Ok("server", $"PostgreSQL {server.Version}"),
    };

    private static Check Pooler(Server server, int processId) => server.ProcessId == processId
        ? Check.Ok("pooler", "a direct connection")
        : Check.Warning(
            "pooler",
            "a pooler in transaction mode stands between: statements are not prepared, and changes are polled for",
            "That is safe. PreparedStatements = On is worth it behind PgBouncer 1.22 and later with max_prepared_statements.");

    private static Check Login(Server server, string role) => server.IsPowerful
        ? Check.Warning(
            "login",
            $"{server.Login} is a superuser or bypasses row-level security; AgentKit works under {role}, so it is isolated all the same",
            "Give applications a login of their own: CREATE ROLE myapp LOGIN NOSUPERUSER NOBYPASSRLS, and agentkit migrate script --login myapp.")
        : Check.Ok("login", $"{server.Login} cannot pass by row-level security");

    private static Check Role(Server server, string role) => server switch
    {
        { RoleExists: false } => Check.Problem(
            "role",
            $"there is no role {role}",
            "Run agentkit migrate up as a login that may create roles, or agentkit migrate script --login for an administrator."),
        { MayBecomeRole: false } => Check.Problem(
            "role",
            $"{server.Login} may not become {role}",
            $"An administrator runs what agentkit migrate script --from 0 --to 0 --login {server.Login} writes."),
        // An owner has the rights either way, and the login of a superuser has its own warning.
        { InheritsRole: true, OwnsTables: false, IsPowerful: false } => Check.Warning(
            "role",
            $"{server.Login} may become {role}, and has its rights without becoming it: a statement that forgets to is not refused, it sees no rows",
            server.VersionNumber >= InheritsByGrant
                ? $"GRANT {role} TO {server.Login} WITH SET TRUE, INHERIT FALSE"
                : $"ALTER ROLE {server.Login} NOINHERIT"),
        _ => Check.Ok("role", $"{server.Login} may become {role}"),
    };

    private static Check Connections(Server server)
    {
        var finding = $"{server.Connections} of {server.MostConnections} connections are in use";
        return server.Connections > ManyConnections * server.MostConnections
            ? Check.Warning("connections", finding, "Lower Maximum Pool Size in the hosts, or put a pooler before the server.")
            : Check.Ok("connections", finding);
    }

    private static Check Durability(Server server) => server switch
    {
        { IsDurable: false } => Check.Warning(
            "settings", "fsync or full_page_writes is off: a crash of the machine can lose or damage everything", "Turn them on, unless it is a test server."),
        { HasAutovacuum: false } => Check.Warning("settings", "autovacuum is off", "ALTER SYSTEM SET autovacuum = on; SELECT pg_reload_conf()"),
        _ => Check.Ok("settings", "durable, with autovacuum"),
    };

    private sealed record Server
    {
        public required string Version { get; init; }

        public required int VersionNumber { get; init; }

        public required bool IsStandby { get; init; }

        public required int ProcessId { get; init; }

        public required string Database { get; init; }

        public required string Login { get; init; }

        public required bool IsPowerful { get; init; }

        public required bool RoleExists { get; init; }

        public required bool MayBecomeRole { get; init; }

        public required bool InheritsRole { get; init; }

        public required bool OwnsTables { get; init; }

        public required long Connections { get; init; }

        public required long MostConnections { get; init; }

        public required bool HasAutovacuum { get; init; }

        public required bool IsDurable { get; init; }
    }
}
