using AgentKit.Tests.Histories.Recording;
using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.Histories.Acting;

/// <summary>Creates and forks sessions, and writes to them in every way there is.</summary>
internal sealed class SessionActor(Stage stage) : Actor(stage)
{
    protected override async Task PlayAsync()
    {
        if (OneOf(25) || !Realm.Sessions.TryPick(Random, out var session))
        {
            await CreateAsync();
            return;
        }

        await (Random.Next(20) switch
        {
            < 5 => AppendAsync(session),
            < 10 => CommitAsync(session),
            < 15 => UpdateAsync(session),
            15 => ForkAsync(session),
            16 => WriteAsync(session, new(Guid.CreateVersion7()) { Status = SessionStatus.Closed }),
            17 => WriteAsync(session, new(Guid.CreateVersion7()) { Status = SessionStatus.Active }),
            18 => RunAsync(session),
            _ => WriteForRunAsync(),
        });
    }

    private async Task CreateAsync()
    {
        var request = new SessionCalls.Create(Realm.User, Guid.CreateVersion7());
        await CallAsync(request, token =>
            Host.Sessions.CreateAsync(request.Scope, new NewSession(AgentKitFixture.Agent) { Id = request.SessionId }, token));
        Realm.Sessions.Add(request.SessionId);
    }

    private async Task ForkAsync(Guid source)
    {
        var request = new SessionCalls.Fork(Realm.User, source, Guid.CreateVersion7(), OneOf(2) ? Random.Next(4) : null);
        var fork = new NewFork { Id = request.SessionId, AtTurn = request.AtTurn };
        var call = await CallAsync(request, token => Host.Sessions.ForkAsync(request.Scope, source, fork, token));
        if (call.MayHaveHappened)
        {
            Realm.Sessions.Add(request.SessionId);
        }
    }

    private Task AppendAsync(Guid session) =>
        WriteAsync(session, new(Guid.CreateVersion7()) { Turns = Random.Next(1, 4), Tokens = Random.Next(5) });

    private async Task WriteAsync(Guid session, Decision decision)
    {
        var request = new SessionCalls.Write(Realm.User, session, [decision]);
        await CallAsync(request, token => Host.Sessions.AppendAsync(request.Scope, session, decision.ToCommit(), token));
    }

    private async Task CommitAsync(Guid session)
    {
        var read = new SessionCalls.ReadSnapshot(Realm.User, session);
        var current = await CallAsync(read, token => Host.Sessions.GetSnapshotAsync(read.Scope, session, token));
        if (current.Answer is { } snapshot)
        {
            var decision = Decide(snapshot);
            var request = new SessionCalls.Write(Realm.User, session, [decision]);
            await CallAsync(request, token => Host.Sessions.CommitAsync(request.Scope, snapshot.Session, decision.ToCommit(), token));
        }
    }

    private async Task UpdateAsync(Guid session)
    {
        var decisions = new List<Decision>();
        var request = new SessionCalls.Write(Realm.User, session, decisions);
        await CallAsync(request, token => Host.Sessions.UpdateAsync(
            request.Scope,
            session,
            current =>
            {
                decisions.Add(Decide(current));
                return decisions[^1].ToCommit();
            },
            token));
    }

    private async Task RunAsync(Guid session)
    {
        var request = new MoneyCalls.StartRun(Realm.User, session, Guid.CreateVersion7());
        var start = new NewRun(session) { Id = request.RunId, LeaseDuration = TimeSpan.FromSeconds(1), Worker = Host.Name };
        var call = await CallAsync(request, token => Host.Runs.StartAsync(request.Scope, start, token));
        if (call.Answer is { } run)
        {
            Realm.Runs.Add(run);
        }
    }

    /// <summary>Under a lease that may be lost by now, or is to be lost by this.</summary>
    private async Task WriteForRunAsync()
    {
        if (!Realm.Runs.TryPick(Random, out var run))
        {
            return;
        }

        if (OneOf(3))
        {
            var takeOver = new MoneyCalls.TakeOver(Realm.User, run.Id);
            var taken = await CallAsync(takeOver, token => Host.Runs.TakeOverAsync(
                takeOver.Scope, run.Id, $"{Host.Name} again", cancellationToken: token));
            if (taken.Answer is { } mine)
            {
                Realm.Runs.Add(mine);
            }
        }
        else if (OneOf(6))
        {
            var complete = new MoneyCalls.CompleteRun(Realm.User, run.Lease);
            await CallAsync(complete, token => Host.Runs.CompleteAsync(complete.Scope, complete.Lease, token));
        }
        else
        {
            await WriteAsync(run.SessionId, new(Guid.CreateVersion7()) { Turns = 1, Tokens = Random.Next(9), Run = run.Lease });
        }
    }

    /// <summary>Counts on from what was read, so that a lost update shows.</summary>
    private Decision Decide(SessionSnapshot current) => new(Guid.CreateVersion7())
    {
        DecidedOn = current.Session.Version,
        Turns = Random.Next(1, 3),
        Counter = SessionCounter.Of(current) + 1,
    };
}
