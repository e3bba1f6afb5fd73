using AgentKit.Approvals.Outside;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Approvals.Hosting;

/// <summary>The application as each of the processes has it: AgentKit and the outside world on one data source.</summary>
internal sealed class RefundDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RefundDesk(ServiceProvider services) => _services = services;

    public ITaskStore Tasks => _services.GetRequiredService<ITaskStore>();

    public OutsideWorld Outside => _services.GetRequiredService<OutsideWorld>();

    public static async Task<RefundDesk> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        AddTo(services, connectionString);
        var desk = new RefundDesk(services.BuildServiceProvider());
        try
        {
            await desk.Outside.OpenAsync(cancellationToken);
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>AgentKit finds the registered data source by itself. Whichever process comes first brings the schema up to date.</summary>
    public static void AddTo(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<OutsideWorld>();
        services.AddAgentKit(options => options.MigrateAtStart = true);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
