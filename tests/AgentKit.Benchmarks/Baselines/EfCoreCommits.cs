using System.Text.Json;
using AgentKit.Benchmarks.Measuring;
using AgentKit.Benchmarks.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>As most people write it with EF Core: a context per request, load, change, save, with the version as concurrency token.</summary>
internal sealed class EfCoreCommits : ISubject
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly ServiceProvider _provider;

    public EfCoreCommits(Endpoint endpoint)
    {
        _dataSource = NpgsqlDataSource.Create(endpoint.ConnectionString);
        _provider = new ServiceCollection()
            .AddDbContext<EfCoreModel>(options => options.UseNpgsql(_dataSource))
            .BuildServiceProvider();
    }

    public async Task<Func<CancellationToken, Task>> OpenClientAsync(CancellationToken cancellationToken)
    {
        var id = await RawSession.CreateAsync(_dataSource, cancellationToken);
        return token => AppendAsync(id, token);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _dataSource.DisposeAsync();
    }

    private async Task AppendAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var request = _provider.CreateAsyncScope();
        var model = request.ServiceProvider.GetRequiredService<EfCoreModel>();
        var session = await model.Sessions.SingleAsync(
            found => found.WorkspaceId == Sample.Workspace && found.SessionId == sessionId, cancellationToken);
        session.Version++;
        session.TurnCount++;
        session.UpdatedAt = DateTimeOffset.UtcNow;
        session.LastTurnAt = session.UpdatedAt;
        model.Turns.Add(new EfTurn
        {
            WorkspaceId = Sample.Workspace,
            SessionId = sessionId,
            TurnNumber = session.TurnCount,
            Version = session.Version,
            UserId = Sample.User,
            CreatedAt = session.UpdatedAt,
            Role = "user",
            Content = JsonSerializer.Serialize<RawBlock[]>([new RawText(Sample.Text)]),
        });
        await model.SaveChangesAsync(cancellationToken);
    }
}
