using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using AgentKit.Tests.ToolRuns;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.PersonalData;

public sealed class AccessLogTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IAsyncLifetime
{
    private readonly AgentScope _owner = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "owner");
    private readonly FixedTime _clock = new(DateTimeOffset.Parse("2026-03-04T05:06:07Z"));
    private ServiceProvider _provider = null!;

    private AgentScope Admin => AgentScope.ForAdmin(_owner.WorkspaceId, "admin");

    private AgentScope Service => AgentScope.ForService(_owner.WorkspaceId);

    private ISessionStore Sessions => _provider.GetRequiredService<ISessionStore>();

    private IAccessLog Log => _provider.GetRequiredService<IAccessLog>();

    public Task InitializeAsync()
    {
        _provider = fixture.CreateProvider(
            options => options.AuditAdminReads = true, services => services.AddSingleton<TimeProvider>(_clock));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Read_ByAnAdmin_IsRecordedWithWhoWhatAndWhen()
    {
        var session = await Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));
        var toolRun = await _provider.GetRequiredService<IToolRunLog>().StartAsync(_owner, ToolRunSamples.New(session.Id));
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Sessions.GetTurnsAsync(Admin, session.Id);
        await _provider.GetRequiredService<IToolRunLog>().GetAsync(Admin, toolRun.Id);
        await Sessions.ListAsync(Admin, new SessionFilter { UserId = "owner" });
        await Sessions.FindAsync(Admin, Guid.CreateVersion7());

        var records = (await Log.ListAsync(Service)).Items;
        records.Should().OnlyContain(record => record.UserId == "admin" && record.At == _clock.GetUtcNow());
        records.Select(record => (record.Operation, record.SessionId == session.Id, record.SubjectId, record.SubjectUserId)).Should().BeEquivalentTo(
        [
            ("sessions/get_turns", true, (Guid?)null, (string?)null),
            ("tool_runs/get", false, toolRun.Id, null),
            ("sessions/list_of_user_by_activity", false, null, "owner"),
            ("sessions/get", false, null, null),
        ]);
    }

    [Fact]
    public async Task Read_ByAUserOrAService_IsNotRecorded()
    {
        var session = await Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));

        await Sessions.GetAsync(_owner, session.Id);
        await Sessions.GetAsync(Service, session.Id);

        (await Log.ListAsync(Service)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Read_WhereNobodyAsksForIt_IsNotRecorded()
    {
        var session = await fixture.Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));

        await fixture.Sessions.GetAsync(Admin, session.Id);

        (await Log.ListAsync(Service)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Write_ByAnAdmin_IsRecordedToo()
    {
        var own = await Sessions.CreateAsync(Admin, new NewSession(AgentKitFixture.Agent));
        await using var locking = fixture.CreateProvider(options =>
        {
            options.AuditAdminReads = true;
            options.Resilience.ConflictsBeforeLock = 0;
        });

        await locking.GetRequiredService<ISessionStore>().UpdateAsync(Admin, own.Id, _ => new SessionCommit { Turns = [Turn.User("x")] });

        (await Log.ListAsync(Service, new AccessFilter { SessionId = own.Id })).Items.Select(record => record.Operation)
            .Should().BeEquivalentTo(["sessions/create", "sessions/get_snapshot"]);
    }

    [Fact]
    public async Task Export_ByAnAdmin_IsRecordedWithThePerson()
    {
        await fixture.Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));

        await _provider.GetRequiredService<IPersonalData>().ExportUserAsync(Admin, "owner", Stream.Null);

        (await Log.ListAsync(Service)).Items.Should().Contain(record => record.SubjectUserId == "owner" && record.Operation.Contains("export"));
    }

    [Fact]
    public async Task Read_ThatCannotBeRecorded_IsNotAnswered()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = fixture.CreateProvider(options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.AuditAdminReads = true;
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        var session = await sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));
        await Sql.ExecuteAsync(database.AdminConnectionString, "ALTER TABLE agentkit.access_log ADD CONSTRAINT full_up CHECK (user_id <> 'admin')");

        var read = () => sessions.GetAsync(Admin, session.Id);

        (await read.Should().ThrowAsync<DatabaseException>()).WithMessage("*full_up*");
        (await sessions.GetAsync(_owner, session.Id)).Id.Should().Be(session.Id);
    }

    [Fact]
    public async Task Read_SentTwice_IsRecordedOnce()
    {
        var session = await fixture.Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.AuditAdminReads = true;
            options.ConnectionString = proxy.ConnectionString;
            options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        await sessions.GetAsync(_owner, session.Id);
        proxy.CutReplies(2);

        await sessions.GetAsync(Admin, session.Id);

        proxy.Cuts.Should().Be(2);
        (await Log.ListAsync(Service)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Read_WithItsRecord_IsOneRoundTrip()
    {
        var session = await fixture.Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = fixture.CreateProvider(options =>
        {
            options.AuditAdminReads = true;
            options.ConnectionString = proxy.ConnectionString;
        });
        var sessions = provider.GetRequiredService<ISessionStore>();
        await sessions.GetAsync(Admin, session.Id);
        var before = proxy.RoundTrips;

        await sessions.GetAsync(Admin, session.Id);

        (proxy.RoundTrips - before).Should().Be(1);
    }

    [Fact]
    public async Task ListAsync_Filters_PageThroughWhatTheyName()
    {
        var session = await Sessions.CreateAsync(_owner, new NewSession(AgentKitFixture.Agent));
        var other = AgentScope.ForAdmin(_owner.WorkspaceId, "other");
        for (var i = 0; i < 5; i++)
        {
            await Sessions.GetAsync(Admin, session.Id);
            await Sessions.ListAsync(other);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await Log.ListAsync(Service, new AccessFilter { UserId = "admin", Limit = 3 });
        var second = await Log.ListAsync(Service, new AccessFilter { UserId = "admin", Limit = 3, Cursor = first.Next });

        first.Items.Should().HaveCount(3).And.BeInDescendingOrder(record => record.Id);
        second.Items.Should().HaveCount(2).And.OnlyContain(record => record.SessionId == session.Id);
        second.Next.Should().BeNull();
        (await Log.ListAsync(Service, new AccessFilter { SessionId = session.Id, UserId = "other" })).Items.Should().BeEmpty();
        var start = DateTimeOffset.Parse("2026-03-04T05:06:08Z");
        (await Log.ListAsync(Service, new AccessFilter { From = start, To = start.AddSeconds(2) })).Items.Should().HaveCount(4);
        await Log.Awaiting(log => log.ListAsync(Service, new AccessFilter { Limit = 0 })).Should().ThrowAsync<ArgumentException>();
        await Log.Awaiting(log => log.ListAsync(Service, new AccessFilter { Limit = 1_001 })).Should().ThrowAsync<ArgumentException>();
        await Log.Awaiting(log => log.ListAsync(Service, new AccessFilter { UserId = "a\0" })).Should().ThrowAsync<ArgumentException>();
        await Log.Awaiting(log => log.ListAsync(Service, new AccessFilter { Cursor = "x" })).Should().ThrowAsync<ArgumentException>();
        await Log.Awaiting(log => log.ListAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task ListAsync_ByEachLevel_ShowsItToAdminsAndServicesOfTheWorkspace()
    {
        await Sessions.ListAsync(Admin);

        (await Log.ListAsync(Admin)).Items.Should().HaveCount(2, "the look into the log is recorded as well, before it is answered");
        (await Log.ListAsync(Service)).Items.Should().HaveCount(2);
        (await Log.ListAsync(_owner)).Items.Should().BeEmpty();
        (await Log.ListAsync(AgentScope.ForUser(_owner.WorkspaceId, "admin"))).Items.Should().BeEmpty();
        (await Log.ListAsync(AgentKitFixture.NewService())).Items.Should().BeEmpty();
    }

    /// <summary>Past the library, as whoever holds the application role could try it.</summary>
    [Theory]
    [InlineData("admin", "admin", "UPDATE agentkit.access_log SET operation = 'nothing'", 0)]
    [InlineData("", "service", "UPDATE agentkit.access_log SET operation = 'nothing'", 0)]
    [InlineData("admin", "admin", "DELETE FROM agentkit.access_log", 0)]
    [InlineData("admin", "user", "DELETE FROM agentkit.access_log", 0)]
    [InlineData("", "service", "DELETE FROM agentkit.access_log", 1)]
    public async Task Trail_TouchedPastTheLibrary_StaysButForAServicesRetention(string user, string access, string sql, int rows)
    {
        await Sessions.ListAsync(Admin);

        (await AsAppAsync(user, access, sql)).Should().Be(rows);
    }

    [Theory]
    [InlineData("admin", "admin", "admin", true)]
    [InlineData("admin", "admin", "somebody else", false)]
    [InlineData("", "service", "admin", false)]
    public async Task Trail_AddedToPastTheLibrary_IsAboutOneselfOnly(string user, string access, string about, bool isTaken)
    {
        var insert = () => AsAppAsync(user, access, $"""
            INSERT INTO agentkit.access_log (access_id, read_at, workspace_id, user_id, operation)
            VALUES (gen_random_uuid(), now(), '{_owner.WorkspaceId}', '{about}', 'x')
            """);

        if (isTaken)
        {
            (await insert()).Should().Be(1);
        }
        else
        {
            (await insert.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    private async Task<int> AsAppAsync(string user, string access, string sql)
    {
        await using var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT set_config('agentkit.workspace_id', $1, false), set_config('agentkit.user_id', $2, false), "
            + "set_config('agentkit.access', $3, false), set_config('role', 'agentkit_app', false)",
            connection)
        {
            Parameters = { new() { Value = _owner.WorkspaceId }, new() { Value = user }, new() { Value = access } },
        };
        await command.ExecuteNonQueryAsync();
        await using var attempt = new NpgsqlCommand(sql, connection);
        return await attempt.ExecuteNonQueryAsync();
    }
}
