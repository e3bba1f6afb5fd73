using System.CommandLine;

namespace AgentKit.Cli;

/// <summary><c>sessions list</c>: one page, what was active last first.</summary>
internal static class SessionsListCommand
{
    public static Command Create(Frame frame)
    {
        var agent = new Option<string?>("--agent") { Description = "Only those in which this agent is active." };
        var status = Given.Words<SessionStatus>("--status", "Only those with this status");
        var kind = new Option<string?>("--kind") { Description = "Only those of this kind." };
        var owner = new Option<string?>("--owner") { Description = "Only those of this user." };
        var command = new Command("list", "Lists sessions, the last active one first.") { agent, status, kind, owner };
        var paging = new Paging().AddTo(command);
        return frame.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            new SessionFilter
            {
                AgentId = call.Parsed.GetValue(agent),
                Statuses = call.Parsed.GetRequiredValue(status),
                Kind = call.Parsed.GetValue(kind),
                UserId = call.Parsed.GetValue(owner),
                Limit = paging.Limit(call),
                Cursor = paging.Cursor(call),
            },
            cancellationToken));
    }

    private static async Task<int> RunAsync(Call call, SessionFilter filter, CancellationToken cancellationToken)
    {
        var page = await call.Get<ISessionStore>().ListAsync(call.Scope, filter, cancellationToken);
        call.Output.Write(page, CliJson.Default.PageSession, console => Listing.Write(
            console,
            page.Items,
            new("SESSION", session => session.Id.ToString()),
            new("TITLE", session => session.Title ?? session.Slug ?? session.ConversationKey ?? "") { Least = 20, Rank = 1 },
            new("STATUS", session => Words.Of(session.Status)) { Style = session => Looks.Of(session.Status), Rank = 2 },
            new("AGENT", session => session.AgentId) { Least = 7, Rank = 5 },
            new("USER", session => session.UserId ?? "") { Least = 6, Rank = 6 },
            new("TURNS", session => Words.Number(session.TurnCount)) { IsNumber = true, Rank = 4 },
            new("TOKENS", session => Words.Number(session.InputTokens + session.OutputTokens)) { IsNumber = true, Rank = 7 },
            new("COST", session => Words.Cost(session.Cost)) { IsNumber = true, Rank = 8 },
            new("LAST ACTIVE", session => Words.Ago(session.LastTurnAt ?? session.CreatedAt, call)) { Rank = 3 }));
        Paging.SayNext(call, page.Next);
        return ExitCode.Done;
    }
}
