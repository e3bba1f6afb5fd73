using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Cli;

/// <summary>One command as it was called: what was given, the library over the database that was named, and where the answer goes.</summary>
internal sealed class Call : IAsyncDisposable
{
    private const string Hidden = "***";
    private const int LeastSecret = 4;
    private const string NoDatabase = "Host=localhost"; // never connected to

    private readonly GlobalOptions _options;
    private readonly Lazy<ServiceProvider> _services;

    public Call(ParseResult parsed, GlobalOptions options, Surroundings surroundings)
    {
        Parsed = parsed;
        Surroundings = surroundings;
        Output = new Output(surroundings, options.IsJson(parsed));
        _options = options;
        _services = new(CreateServices);
    }

    public ParseResult Parsed { get; }

    public Surroundings Surroundings { get; }

    public Output Output { get; }

    /// <summary>Who asks. Commands that concern the whole database never look at it.</summary>
    public AgentScope Scope => _options.Scope(Parsed, Surroundings);

    public string? WorkspaceId => _options.Workspace(Parsed, Surroundings);

    public string ConnectionString => _options.Connection(Parsed, Surroundings);

    public AgentKitOptions Options => Get<AgentKitOptions>();

    /// <summary>What goes into the question whether something may be destroyed: database and server, never the login.</summary>
    public string DatabaseName
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"database {settings.Database ?? settings.Username} on {settings.Host}";
        }
    }

    /// <summary>Set before the library is first used.</summary>
    public Action<AgentKitOptions> Configure { get; set; } = _ => { };

    /// <summary>Whether a command asks the database at all. Set before the library is first used.</summary>
    public bool NeedsDatabase { get; set; } = true;

    public T Get<T>()
        where T : notnull => _services.Value.GetRequiredService<T>();

    /// <summary>
    /// A password that found its way into a message is taken out again. One of a few letters is not looked for: they are in other words too,
    /// and the gaps would tell it.
    /// </summary>
    public string WithoutSecrets(string message)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(ConnectionString).Password is { Length: >= LeastSecret } password
                ? message.Replace(password, Hidden, StringComparison.Ordinal)
                : message;
        }
        catch (Exception exception) when (exception is ArgumentException or UsageException)
        {
            return message; // nothing has been connected with it
        }
    }

    public ValueTask DisposeAsync() => _services.IsValueCreated ? _services.Value.DisposeAsync() : ValueTask.CompletedTask;

    private ServiceProvider CreateServices()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Surroundings.Clock);
        services.AddAgentKit(options =>
        {
            options.ConnectionString = NeedsDatabase ? ConnectionString : NoDatabase;
            options.Schema = _options.Schema(Parsed, Surroundings) ?? options.Schema;
            options.ApplicationRole = _options.Role(Parsed, Surroundings) ?? options.ApplicationRole;
            options.PreparedStatements = PreparedStatementMode.Off; // a command asks once
            options.Resilience.TransientRetries = 1;                // somebody waits
            Configure(options);
        });
        return services.BuildServiceProvider();
    }
}
