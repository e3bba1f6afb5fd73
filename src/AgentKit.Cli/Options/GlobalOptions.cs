using System.CommandLine;

namespace AgentKit.Cli;

/// <summary>What every command takes. A variable of the environment stands in for each that says where and who.</summary>
internal sealed class GlobalOptions
{
    private const string SchemaVariable = "AGENTKIT_SCHEMA";
    private const string RoleVariable = "AGENTKIT_ROLE";
    private const string WorkspaceVariable = "AGENTKIT_WORKSPACE";
    private const string UserVariable = "AGENTKIT_USER";
    private const string AccessVariable = "AGENTKIT_ACCESS";

    private readonly Option<string?> _connection = Text(
        "--connection", "An Npgsql connection string", AgentKitOptions.ConnectionStringVariable, "-c");

    private readonly Option<string?> _schema = Text("--schema", "The schema of AgentKit's tables; agentkit by default", SchemaVariable);
    private readonly Option<string?> _role = Text("--role", "The role that calls run under; agentkit_app by default", RoleVariable);
    private readonly Option<string?> _workspace = Text("--workspace", "The workspace that is asked about", WorkspaceVariable, "-w");
    private readonly Option<string?> _user = Text("--user", "The user who asks, or whom a service acts for", UserVariable, "-u");

    private readonly Option<string?> _access = Text(
        "--access", "Whose rights: user, admin, or service (the default)", AccessVariable);

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON, and nothing else, to the output.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { _connection, _schema, _role, _workspace, _user, _access, _json })
        {
            root.Add(option);
        }
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <exception cref="UsageException">There is no connection string.</exception>
    public string Connection(ParseResult parsed, Surroundings surroundings) =>
        Find(parsed, surroundings, _connection, AgentKitOptions.ConnectionStringVariable)
        ?? throw new UsageException(
            $"There is no database: give --connection \"Host=...;Database=...;Username=...\", or set {AgentKitOptions.ConnectionStringVariable}.");

    public string? Schema(ParseResult parsed, Surroundings surroundings) => Find(parsed, surroundings, _schema, SchemaVariable);

    public string? Role(ParseResult parsed, Surroundings surroundings) => Find(parsed, surroundings, _role, RoleVariable);

    public string? User(ParseResult parsed, Surroundings surroundings) => Find(parsed, surroundings, _user, UserVariable);

    public string? Workspace(ParseResult parsed, Surroundings surroundings) => Find(parsed, surroundings, _workspace, WorkspaceVariable);

    /// <exception cref="UsageException">There is no workspace, or no user where one is needed, or the level is unknown.</exception>
    /// <exception cref="ArgumentException">An id cannot be one.</exception>
    public AgentScope Scope(ParseResult parsed, Surroundings surroundings)
    {
        var workspace = Workspace(parsed, surroundings)
            ?? throw new UsageException($"There is no workspace: give --workspace, or set {WorkspaceVariable}.");
        var user = User(parsed, surroundings);
        return (Find(parsed, surroundings, _access, AccessVariable) ?? "service", user) switch
        {
            ("service", null) => AgentScope.ForService(workspace),
            ("service", { } id) => AgentScope.ForService(workspace, id),
            ("admin", { } id) => AgentScope.ForAdmin(workspace, id),
            ("user", { } id) => AgentScope.ForUser(workspace, id),
            ("admin" or "user", null) => throw new UsageException($"That access needs a user: give --user, or set {UserVariable}."),
            _ => throw new UsageException("--access must be user, admin or service."),
        };
    }

    private static string? Find(ParseResult parsed, Surroundings surroundings, Option<string?> option, string variable)
    {
        var given = parsed.GetValue(option) ?? surroundings.Variable(variable);
        return string.IsNullOrWhiteSpace(given) ? null : given;
    }

    private static Option<string?> Text(string name, string description, string variable, params string[] aliases) =>
        new(name, aliases) { Description = $"{description} [{variable}]", Recursive = true };
}
