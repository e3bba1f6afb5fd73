using AgentKit.Tests.Histories.Acting;
using AgentKit.Tests.Histories.Checking;
using AgentKit.Tests.Histories.EndStates;
using AgentKit.Tests.Histories.Faulting;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories;

/// <summary>Many callers on several hosts in a world of their own for a while, and what is to be said of it afterwards.</summary>
/// <param name="ground">The database.</param>
/// <param name="hosts">Those that the callers call.</param>
/// <param name="seed">Decides what everybody does; when they do it, and so who meets whom, is up to the machine.</param>
/// <param name="faults">Counts what goes wrong.</param>
internal sealed class Round(Ground ground, IReadOnlyList<Host> hosts, int seed, FaultCounts faults)
{
    private const int CallersOfAHost = 4;

    /// <summary>Of how many calls one is given up by its caller.</summary>
    private const int CancelOneOf = 40;

    private readonly World _world = new();
    private readonly Recorder _recorder = new();

    public async Task<Verdict> PlayAsync(TimeSpan length, bool killsServer)
    {
        using var over = new CancellationTokenSource(length);
        var callers = hosts.SelectMany((host, index) => Enumerable.Range(0, CallersOfAHost)
            .Select(caller => Task.Run(() => CallAsync(host, index * CallersOfAHost + caller, over.Token)))).ToArray();
        var troubles = hosts.Select((host, index) =>
            Task.Run(() => new Mayhem(host, ground, new Random(HashCode(seed, -1 - index)), faults).RageAsync(over.Token))).ToList();
        if (killsServer)
        {
            troubles.Add(KillAsync(length / 2));
        }

        await Task.WhenAll(callers.Concat(troubles));
        faults.Add(FaultKind.CallerCancelled, _recorder.Cancellations);
        await SettleAsync();
        return await JudgeAsync();
    }

    /// <summary>Not <see cref="System.HashCode"/>, which is another one in each process.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + number);

    private async Task CallAsync(Host host, int number, CancellationToken over)
    {
        var random = new Random(HashCode(seed, number));
        var stage = new Stage($"{host.Name}/{number}", host, _world, _recorder, random, CancelOneOf);
        Actor[] actors =
        [
            new SessionActor(stage), new SessionActor(stage), new ReadingActor(stage), new MoneyActor(stage), new ToolActor(stage),
            new TaskActor(stage), new TaskActor(stage), new PreferenceActor(stage), new EventActor(stage),
        ];
        while (!over.IsCancellationRequested)
        {
            await actors[random.Next(actors.Length)].ActAsync();
        }
    }

    private async Task KillAsync(TimeSpan after)
    {
        await Task.Delay(after);
        faults.Add(FaultKind.ServerKilled);
        await ground.KillAsync();
    }

    /// <summary>Until everything that was on its way has arrived, or never will.</summary>
    private async Task SettleAsync()
    {
        await ground.BecomesQuietAsync();
        foreach (var host in hosts)
        {
            await host.EventBuffer.FlushAsync();
        }
    }

    private async Task<Verdict> JudgeAsync()
    {
        await using var connection = await ground.OpenAsync();
        var end = await EndStateReader.ReadAsync(connection, _world.Workspaces);

        // Everything once more through the library, by a caller who has seen nothing yet.
        var last = new ReadingActor(new("the last", hosts[0], _world, _recorder, new Random(seed), CancelOneOf: 0));
        foreach (var realm in _world.Realms)
        {
            await last.ReadAllAsync(realm, end.Sessions
                .Where(session => (session.Workspace, session.User) == (realm.User.WorkspaceId, realm.User.UserId))
                .Select(session => session.SessionId));
        }

        var history = _recorder.ToHistory();
        Violation[] lost =
        [
            .. hosts.Where(host => host.EventBuffer.GetStatistics().Failed > 0)
                .Select(host => new Violation(Rule.LostWrite, $"The buffer of {host.Name}: {host.EventBuffer.GetStatistics()}")),
        ];
        return new(history, [.. Checker.Check(history, end), .. lost]);
    }
}
