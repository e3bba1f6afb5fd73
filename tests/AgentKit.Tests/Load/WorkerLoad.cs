using System.Diagnostics;
using System.Globalization;
using AgentKit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Load;

/// <summary>
/// Workers that each hold a few conversations and do what an agent does: commits, a tool run for each second one, and now and then the reading of
/// the last turns. What was acknowledged is counted, to be compared with what is there.
/// </summary>
internal sealed class WorkerLoad(IServiceProvider services, AgentScope scope, int turnsPerCommit)
{
    private const int SessionsOfAWorker = 4;

    private static readonly string Text = new('x', 400);

    private readonly ISessionStore _sessions = services.GetRequiredService<ISessionStore>();
    private readonly IToolRunLog _toolRuns = services.GetRequiredService<IToolRunLog>();
    private long _commits;
    private long _toolRunCount;
    private long _reads;

    public long Commits => Interlocked.Read(ref _commits);

    public long Turns => Commits * turnsPerCommit;

    public long ToolRuns => Interlocked.Read(ref _toolRunCount);

    /// <summary>Everything that was done.</summary>
    public long Calls => Commits + ToolRuns + Interlocked.Read(ref _reads);

    /// <summary>Runs the workers for as long as it is told, in intervals of equal length.</summary>
    /// <param name="workers">How many at once.</param>
    /// <param name="time">How long all of it takes.</param>
    /// <param name="control">Goes on meanwhile.</param>
    /// <param name="atInterval">Called at the end of each interval, while the workers go on.</param>
    public async Task<IReadOnlyList<LoadInterval>> RunAsync(int workers, TimeSpan time, ControlLoad control, Func<int, Task> atInterval)
    {
        using var end = new CancellationTokenSource();
        var held = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => OpenAsync()));
        var working = held.Select(sessions => Task.Run(() => WorkAsync(sessions, end.Token))).ToArray();
        List<LoadInterval> intervals = [];
        for (var i = 0; i < LoadInterval.Count; i++)
        {
            var (calls, trivial, started) = (Calls, control.Calls, Stopwatch.GetTimestamp());
            await Task.WhenAny(Task.Delay(time / LoadInterval.Count), Task.WhenAll(working)); // a worker that fails ends all of it below
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var (done, trivialDone) = (Calls - calls, control.Calls - trivial);
            await atInterval(i);
            intervals.Add(new(done / seconds, trivialDone / seconds, GC.GetTotalMemory(forceFullCollection: true)));
        }

        await end.CancelAsync();
        await Task.WhenAll(working);
        return intervals;
    }

    private Task<Session[]> OpenAsync() => Task.WhenAll(Enumerable.Range(0, SessionsOfAWorker).Select(
        _ => _sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent))));

    /// <summary>Ends between two calls, so that each of them has its answer.</summary>
    private async Task WorkAsync(Session[] held, CancellationToken end)
    {
        for (var step = 0; !end.IsCancellationRequested; step++)
        {
            var place = step % held.Length;
            var turns = Enumerable.Range(0, turnsPerCommit).Select(_ => Turn.Assistant(Text));
            held[place] = await _sessions.CommitAsync(
                scope,
                held[place],
                new SessionCommit
                {
                    Turns = [.. turns],
                    CapturedData = { ["step"] = step },
                    Title = string.Create(CultureInfo.InvariantCulture, $"step {step}"),
                },
                CancellationToken.None);
            Interlocked.Increment(ref _commits);

            if (step % 2 == 0)
            {
                await _toolRuns.RunAsync(
                    scope, held[place].Id, "find_order", new { step }, _ => Task.FromResult(new { found = step }), cancellationToken: CancellationToken.None);
                Interlocked.Increment(ref _toolRunCount);
            }

            if (step % 8 == 0)
            {
                await _sessions.GetLastTurnsAsync(scope, held[place].Id, 50, cancellationToken: CancellationToken.None);
                Interlocked.Increment(ref _reads);
            }
        }
    }
}
