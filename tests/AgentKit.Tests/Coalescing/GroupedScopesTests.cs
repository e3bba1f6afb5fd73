using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Coalescing;

/// <summary>Scopes that travel together keep their own rights, and the database itself sees to it.</summary>
public sealed class GroupedScopesTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly string _workspace = AgentKitFixture.NewWorkspace();

    [Fact]
    public async Task Commits_ManyUsersWhoNameEachOthersSessions_ReachOnlyTheirOwn()
    {
        var users = Enumerable.Range(0, 60).Select(i => AgentScope.ForUser(_workspace, $"u-{i}")).ToArray();
        await using var gathering = await Gathering.OfCommitsAsync(fixture, users[0]);
        Session[] own = await Task.WhenAll(users.Select(CreateAsync));
        Session[] others = await Task.WhenAll(users.Select(CreateAsync));

        var good = users.Select((user, i) => gathering.Sessions.CommitAsync(user, own[i], Of($"u-{i}"))).ToList();
        var bad = users.Select((user, i) => gathering.Sessions.AppendAsync(user, others[(i + 1) % users.Length].Id, Of("not mine"))).ToList();
        await gathering.LetThroughAsync();

        (await Task.WhenAll(good)).Should().OnlyContain(session => session.Version == 2);
        foreach (var refused in bad)
        {
            await refused.Awaiting(task => task).Should().ThrowAsync<SessionNotFoundException>();
        }

        for (var i = 0; i < users.Length; i++)
        {
            (await fixture.Sessions.GetTurnsAsync(users[i], own[i].Id)).Select(turn => turn.Text).Should().Equal($"u-{i}");
            (await fixture.Sessions.GetAsync(users[i], others[i].Id)).Version.Should().Be(1);
        }
    }

    [Fact]
    public async Task Commits_AllLevelsAndWorkspacesUnderLoad_NothingCrosses()
    {
        var elsewhere = AgentKitFixture.NewWorkspace();
        AgentScope[] scopes =
        [
            AgentScope.ForUser(_workspace, "a"),
            AgentScope.ForUser(_workspace, "b"),
            AgentScope.ForAdmin(_workspace, "admin"),
            AgentScope.ForService(_workspace),
            AgentScope.ForService(_workspace, "a"),
            AgentScope.ForUser(elsewhere, "a"),
            AgentScope.ForService(elsewhere),
        ];
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = $"{fixture.Database.ConnectionString};Maximum Pool Size=10";
            options.Coalescing = new() { Enabled = true, Concurrency = 1, MaxGroupSize = 50 };
        });
        var store = provider.GetRequiredService<ISessionStore>();
        var sessions = new List<Session>();
        foreach (var scope in scopes)
        {
            for (var i = 0; i < 8; i++)
            {
                sessions.Add(await CreateAsync(scope));
            }
        }

        var outcomes = await Task.WhenAll(scopes.SelectMany(scope => sessions.Select(session => AppendAsync(store, scope, session))));

        foreach (var (scope, session, error) in outcomes)
        {
            var expected =
                session.WorkspaceId != scope.WorkspaceId ? typeof(SessionNotFoundException)
                : scope.MayWrite(session.UserId) ? null
                : scope.Access == AccessLevel.Admin ? typeof(AccessDeniedException)
                : typeof(SessionNotFoundException);
            (error?.GetType()).Should().Be(expected, "{0} writes to a session of {1}: {2}", scope, session.UserId, error);
        }

        foreach (var session in sessions)
        {
            var allowed = scopes.Where(scope => scope.WorkspaceId == session.WorkspaceId && scope.MayWrite(session.UserId));
            (await fixture.Sessions.GetTurnsAsync(AgentScope.ForService(session.WorkspaceId), session.Id)).Select(turn => turn.Text)
                .Should().BeEquivalentTo(allowed.Select(scope => scope.ToString()));
        }
    }

    /// <summary>Past the library: what is declared for some digits opens the rows that end in them, of the user that is declared, and no others.</summary>
    [Fact]
    public async Task Policies_GroupOfTwo_ShowEachTheirOwnRowsOnly()
    {
        var (ana, ben) = (AgentScope.ForUser(_workspace, "ana"), AgentScope.ForUser(_workspace, "ben"));
        Guid[] ofAna = [await CreateAsync(ana, "0a"), await CreateAsync(ana, "0b")];
        Guid[] ofBen = [await CreateAsync(ben, "0a"), await CreateAsync(ben, "0b")];
        foreach (var (scope, id) in ofAna.Select(id => (ana, id)).Concat(ofBen.Select(id => (ben, id))))
        {
            await fixture.Sessions.AppendAsync(scope, id, Of("a turn"));
        }

        (await SeenAsync("group", ("0a", "ana"), ("0b", "ben"))).Should().BeEquivalentTo([ofAna[0], ofBen[1]]);
        (await SeenAsync("group", ("0a", "ana"))).Should().BeEquivalentTo([ofAna[0]]);
        (await SeenAsync("group")).Should().BeEmpty();
        (await SeenAsync("group", ("0a", ""), ("0b", "nobody"))).Should().BeEmpty();
    }

    private static async Task<(AgentScope Scope, Session Session, AgentKitException? Error)> AppendAsync(ISessionStore store, AgentScope scope, Session session)
    {
        try
        {
            await store.AppendAsync(scope, session.Id, Of(scope.ToString()));
            return (scope, session, null);
        }
        catch (AgentKitException error)
        {
            return (scope, session, error);
        }
    }

    private static SessionCommit Of(string text) => new() { Turns = [Turn.User(text)] };

    /// <summary>Whose turns a transaction sees and can change, under the settings of a group.</summary>
    private async Task<List<Guid>> SeenAsync(string access, params (string Digits, string User)[] users)
    {
        await using var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        (string, string)[] settings =
        [
            ("workspace_id", _workspace), ("user_id", ""), ("access", access), .. users.Select(user => ($"user_of_{user.Digits}", user.User)),
        ];
        foreach (var (name, value) in settings)
        {
            await ExecuteAsync(connection, $"SELECT set_config('agentkit.{name}', '{value}', true)");
        }

        await ExecuteAsync(connection, "SET LOCAL ROLE agentkit_app");
        var changed = await ExecuteAsync(connection, "UPDATE agentkit.turns SET author = author RETURNING session_id");
        (await ExecuteAsync(connection, "SELECT session_id FROM agentkit.sessions")).Should().BeEquivalentTo(changed);
        return changed;
    }

    private static async Task<List<Guid>> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<Guid> ids = [];
        while (await reader.ReadAsync())
        {
            if (reader.GetFieldType(0) == typeof(Guid))
            {
                ids.Add(reader.GetGuid(0));
            }
        }

        return ids;
    }

    private Task<Session> CreateAsync(AgentScope scope) => fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));

    private async Task<Guid> CreateAsync(AgentScope scope, string end)
    {
        var id = Guid.Parse(Guid.CreateVersion7().ToString()[..34] + end);
        await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Id = id });
        return id;
    }
}
