using AgentKit;
using Microsoft.Extensions.DependencyInjection;

namespace Consumer;

/// <summary>The first program of the README, and its way back.</summary>
internal static class FirstCommit
{
    public static async Task RunAsync(IServiceProvider services)
    {
        var sessions = services.GetRequiredService<ISessionStore>();
        var toolRuns = services.GetRequiredService<IToolRunLog>();
        var scope = AgentScope.ForUser("acme", "u-17");
        var session = await sessions.CreateAsync(scope, new NewSession("support"));
        Check.That(session is { Version: 0 or 1, TurnCount: 0 }, "a session is created");

        var order = await toolRuns.RunAsync(
            scope, session.Id, "find_order", new OrderQuestion("A-1001"), _ => Task.FromResult("on its way"));
        Check.That(order == "on its way", "a tool is run and answers through the log");

        var before = session;
        session = await sessions.CommitAsync(scope, session, new SessionCommit
        {
            Turns =
            [
                Turn.User("Where is my order? ¿Dónde está? 🚚"),
                Turn.Assistant($"It is {order}.", new Usage { InputTokens = 25, OutputTokens = 8 }),
            ],
            IntentsSeen = [new("order_status", 0.97)],
            CapturedData = { ["order"] = "A-1001" },
        });
        Check.That(session.TurnCount == 2 && session.Version == before.Version + 1, "a commit raises the version by one");

        var turns = await sessions.GetTurnsAsync(scope, session.Id);
        Check.That(
            turns is [{ Role: TurnRole.User, Text: "Where is my order? ¿Dónde está? 🚚" }, { Text: "It is on its way." }],
            "its turns come back");
        var snapshot = await sessions.GetSnapshotAsync(scope, session.Id);
        Check.That((string?)snapshot.State.CapturedData["order"] == "A-1001", "its captured data come back");

        await ThrowsAsync<VersionConflictException>(
            () => sessions.CommitAsync(scope, before, new SessionCommit { Turns = [Turn.User("late")] }), "a stale commit is refused");
        await ThrowsAsync<SessionNotFoundException>(
            () => sessions.GetAsync(AgentScope.ForUser("globex", "u-17"), session.Id), "another workspace does not see the session");
    }

    private static async Task ThrowsAsync<T>(Func<Task> action, string what)
        where T : AgentKitException
    {
        var thrown = false;
        try
        {
            await action();
        }
        catch (T)
        {
            thrown = true;
        }

        Check.That(thrown, what);
    }
}
