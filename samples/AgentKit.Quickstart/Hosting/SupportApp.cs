using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Quickstart.Hosting;

/// <summary>
/// One host of AgentKit. The sample makes two of them on one database, as two processes of an application would be: they share nothing but
/// PostgreSQL.
/// </summary>
internal sealed class SupportApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SupportApp(string name, ServiceProvider services)
    {
        Name = name;
        _services = services;
    }

    public string Name { get; }

    /// <summary>Who is asking: here the application itself, for one workspace. A person's request would use AgentScope.ForUser.</summary>
    public AgentScope Scope { get; } = AgentScope.ForService("quickstart");

    public ISessionStore Sessions => _services.GetRequiredService<ISessionStore>();

    public IToolRunLog ToolRuns => _services.GetRequiredService<IToolRunLog>();

    public static SupportApp Start(string name, DemoDatabase database, IReadOnlyList<string> tools)
    {
        var services = new ServiceCollection();
        services
            .AddAgentKit(options =>
            {
                options.ConnectionString = database.ConnectionString;
                options.Schema = database.Schema;
                options.MigrateAtStart = true;
                options.Limits.MetadataBytes = 1024 * 1024; // Unknown fields of messages go there, whatever their size.
            })
            .AddAgent(SupportAgent.Define(tools));
        return new SupportApp(name, services.BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
