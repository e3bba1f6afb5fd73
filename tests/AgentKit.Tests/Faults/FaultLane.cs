using System.Diagnostics;
using AgentKit.Tests.Faults.Operations;
using AgentKit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentKit.Tests.Faults;

/// <summary>A host behind a proxy of its own, whose writes are disturbed one after the other; hosts side by side do not disturb each other.</summary>
internal sealed class FaultLane : IAsyncDisposable
{
    /// <summary>Far more than any deadline that is set here: who waits longer has no deadline at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _name = $"lane-{Guid.NewGuid():N}";
    private readonly AgentKitFixture _fixture;
    private readonly Shapes _shapes;
    private readonly References _references;
    private readonly FaultLaneKey _key;
    private readonly TcpProxy _proxy;
    private readonly ServiceProvider _provider;

    private FaultLane(AgentKitFixture fixture, References references, FaultLaneKey key)
    {
        (_fixture, _references, _shapes, _key) = (fixture, references, references.Shapes, key);
        _proxy = new TcpProxy(fixture.Database.ConnectionString);
        _provider = fixture.CreateProvider(options =>
        {
            var settings = new NpgsqlConnectionStringBuilder(_proxy.ConnectionString) { ApplicationName = _name, MaxPoolSize = 4 };
            key.Configure(options);
            options.Resilience.TransientRetries = key.IsRetried ? 4 : 0;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
            options.EventBuffer.RetryDelay = TimeSpan.FromMilliseconds(1);
            options.EventBuffer.DrainTimeout = TimeSpan.FromSeconds(1);
            if (key.Hangs)
            {
                options.Resilience.CallTimeout = TimeSpan.FromSeconds(1);
                settings.CommandTimeout = 2; // of what has no time for all of the call: erasing
                settings.Timeout = 2;
            }

            options.ConnectionString = settings.ConnectionString;
        });
    }

    public int FaultsInjected => _proxy.FaultsInjected;

    /// <summary>How long a call took at most that was disturbed.</summary>
    public TimeSpan Longest { get; private set; }

    public static async Task<FaultLane> StartAsync(AgentKitFixture fixture, References references, FaultLaneKey key)
    {
        var lane = new FaultLane(fixture, references, key);
        await lane.SettleAsync();
        return lane;
    }

    /// <summary>Disturbs a write at one of its requests, counted from 0.</summary>
    /// <returns>What is wrong; nothing if all is as promised.</returns>
    public async Task<string?> DisturbAsync(Operation operation, FaultKind kind, int request)
    {
        var reference = await _references.OfAsync(operation, _key);
        using var stage = new Stage(_fixture);
        var send = await operation.PrepareAsync(stage);
        using var cancel = new CancellationTokenSource();
        Inject(kind, operation, request, cancel);

        var clock = Stopwatch.StartNew();
        var (answer, error) = await SendAsync(send, cancel);

        Longest = clock.Elapsed > Longest ? clock.Elapsed : Longest;
        _proxy.Mend();
        var wrong = await FindWrongAsync(operation, kind, reference, stage, send, (answer, error), cancel.IsCancellationRequested);
        await SettleAsync();
        return wrong;
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Mend();
        await _provider.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private async Task<string?> FindWrongAsync(
        Operation operation,
        FaultKind kind,
        Reference reference,
        Stage stage,
        Send send,
        (object? Answer, Exception? Error) outcome,
        bool isCancelled)
    {
        if (outcome.Error is { } error)
        {
            return FindWrongError(kind, error, isCancelled) ?? await FindWrongAfterErrorAsync(operation, reference, stage, send);
        }

        var shape = await _shapes.OfAsync(stage.User.WorkspaceId);
        if (shape != reference.Once && operation.PassesOver)
        {
            return await FindWrongAfterErrorAsync(operation, reference, stage, send);
        }

        if (shape != reference.Once)
        {
            return operation.MayLoseItsEnd && !kind.IsRetried ? null : Differ("It was acknowledged", reference.Once, shape);
        }

        var answered = Shapes.Of(outcome.Answer, stage.User.WorkspaceId);
        return answered == reference.Answer || !operation.AnswersTheSame ? null : Differ("The answer is another", reference.Answer, answered);
    }

    private void Inject(FaultKind kind, Operation operation, int request, CancellationTokenSource cancel)
    {
        if (kind.Reconnects)
        {
            _proxy.CutConnections();
        }

        var waitsForEver = kind.Hangs && (operation.WaitsForEver || kind.Cancels);
        _proxy.Inject(kind.Fault with
        {
            After = kind.Fault.WhileConnecting ? kind.Fault.After : request,
            Meanwhile = async processId =>
            {
                if (kind.Terminates)
                {
                    await _shapes.TerminateAsync(processId);
                }

                if (waitsForEver)
                {
                    cancel.CancelAfter(TimeSpan.FromMilliseconds(100));
                }
                else if (kind.Cancels)
                {
                    await cancel.CancelAsync();
                }
            },
        });
    }

    private async Task<(object? Answer, Exception? Error)> SendAsync(Send send, CancellationTokenSource cancel)
    {
        try
        {
            return (await Task.Run(() => send(_provider, cancel.Token)).WaitAsync(Patience), null);
        }
        catch (Exception exception) // whatever it is, it is looked at
        {
            return (null, exception);
        }
    }

    private static string? FindWrongError(FaultKind kind, Exception error, bool isCancelled) => error switch
    {
        OperationCanceledException when isCancelled => null,
        DatabaseUnavailableException when !kind.IsRetried => null,
        _ => $"It must not be {error}",
    };

    private async Task<string?> FindWrongAfterErrorAsync(Operation operation, Reference reference, Stage stage, Send send)
    {
        var shape = await _shapes.OfAsync(stage.User.WorkspaceId);
        if (operation.IsAtomic && shape != reference.Never && shape != reference.Once)
        {
            return Differ("It is neither applied nor not", reference.Once, shape);
        }

        if (!operation.IsRepeatable)
        {
            return null; // it may still be applied
        }

        var once = Without(operation.LeavesReceiptsIn, reference.Once);
        var calls = 0;
        do
        {
            if (await SendAgainAsync(send) is { } wrong)
            {
                return wrong;
            }

            await _shapes.WaitForQuietAsync(_name);
            shape = Without(operation.LeavesReceiptsIn, await _shapes.OfAsync(stage.User.WorkspaceId));
        }
        while (operation.PassesOver && shape != once && ++calls < 20);

        return shape == once ? null : Differ("It was sent again", once, shape);
    }

    /// <summary>Until it succeeds, as the caller of a host would that tries nothing again itself.</summary>
    private async Task<string?> SendAgainAsync(Send send)
    {
        for (var attempts = 0; ; attempts++)
        {
            try
            {
                await Task.Run(() => send(_provider, CancellationToken.None)).WaitAsync(Patience);
                return null;
            }
            catch (DatabaseUnavailableException) when (attempts < 20)
            {
                // The pool may hold more connections that are dead.
            }
            catch (Exception exception) // whatever it is, it is wrong
            {
                return $"Sent again, it must not be {exception}";
            }
        }
    }

    /// <summary>Until there is no dead connection in the pool any more, so that the next one is disturbed where it is meant to be.</summary>
    private Task SettleAsync() => Eventually.HoldsAsync(async () =>
    {
        try
        {
            await _provider.GetRequiredService<ISessionStore>().ListAsync(AgentKitFixture.NewUser());
            return true;
        }
        catch (DatabaseUnavailableException)
        {
            return false;
        }
    });

    private static string Without(string? table, string shape) => table is null
        ? shape
        : string.Join('\n', shape.Split('\n').Where(row => !row.StartsWith($"{table}: ", StringComparison.Ordinal)));

    private static string Differ(string what, string expected, string actual) =>
        $"{what}, and it is to be (-) but is (+):\n{string.Join('\n', Snapshot.Differences(expected, actual))}";
}
