using AgentKit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>
/// A process of its own, as far as the database can see: it shares nothing with the others but that, and reaches it by its own wire.
/// </summary>
internal sealed class Host : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public Host(string name, string connectionString, Action<AgentKitOptions> configure)
    {
        Name = name;
        Proxy = new TcpProxy(connectionString);
        var connection = new NpgsqlConnectionStringBuilder(Proxy.ConnectionString)
        {
            MaxPoolSize = 8,

            // How long a cancelled command waits for the server's word before its connection is given up.
            CancellationTimeout = 300,
        };
        _provider = new ServiceCollection()
            .AddAgentKit(options =>
            {
                options.ConnectionString = connection.ConnectionString;
                options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
                options.Resilience.TransientRetries = 8;
                options.Resilience.CallTimeout = TimeSpan.FromSeconds(3);
                options.EventBuffer.RetryDelay = TimeSpan.FromMilliseconds(5);
                options.EventBuffer.FlushInterval = TimeSpan.FromMilliseconds(20);
                configure(options);
            })
            .AddAgent(new AgentDefinition(AgentKitFixture.Agent, "Support"))
            .Services.BuildServiceProvider();
    }

    public string Name { get; }

    public TcpProxy Proxy { get; }

    public ISessionStore Sessions => Get<ISessionStore>();

    public IToolRunLog ToolRuns => Get<IToolRunLog>();

    public IRunStore Runs => Get<IRunStore>();

    public IBudgetStore Budgets => Get<IBudgetStore>();

    public ITaskStore Tasks => Get<ITaskStore>();

    public IPreferenceStore Preferences => Get<IPreferenceStore>();

    public IEventLog Events => Get<IEventLog>();

    public IEventBuffer EventBuffer => Get<IEventBuffer>();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();
}
