using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Workflows;

public sealed class WorkflowFilesTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ISessionStore _sessions = fixture.Sessions;
    private readonly IWorkflowFiles _files = fixture.Get<IWorkflowFiles>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task SaveStateAsync_Session_WritesWhatTheDatabaseKnows()
    {
        var session = await CreateAsync();
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Turns = [Turn.User("a"), Turn.Assistant("b", new Usage { InputTokens = 10, OutputTokens = 5, Cost = 0.25m })],
            Phase = "answering",
            Status = SessionStatus.HandedOff,
            StatusReason = "«why»",
            AssignedTo = "ana",
            CapturedData = { ["order"] = "A-1001", ["emoji"] = "👩‍👩‍👧 <b>" },
            Data = { ["d"] = JsonNode.Parse("1.10") },
        });
        var runId = Guid.CreateVersion7();
        await Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $$"""
            INSERT INTO agentkit.runs (run_id, session_id, created_at, workspace_id, user_id, agent_id, status, lease_expires_at, model, provider_session_id, checkpoint, cost)
            VALUES ('{{runId}}', '{{session.Id}}', now(), '{{_scope.WorkspaceId}}', 'u-1', 'builder', 'running', now(), 'large', 'p-1', '{"step": 1.10}', 0.125)
            """);

        var path = await _files.SaveStateAsync(_scope, session.Id);

        path.Should().Be(Path.Join(_folder.FullName, "state.json"));
        var text = await File.ReadAllTextAsync(path);
        text.Should().Contain("«why»").And.Contain("<b>");
        var json = JsonNode.Parse(text)!.AsObject();
        json.Select(member => member.Key).Should().Equal(
            "format", "format_version", "saved_at", "id", "version", "agent_id", "kind", "slug", "title", "phase", "status", "status_reason",
            "assigned_to", "created_at", "updated_at", "totals", "metadata", "captured_data", "data", "runs");
        json["format"]!.GetValue<string>().Should().Be("agentkit-workflow");
        json["format_version"]!.GetValue<int>().Should().Be(1);
        json["id"]!.GetValue<Guid>().Should().Be(session.Id);
        json["version"]!.GetValue<long>().Should().Be(2);
        json["slug"]!.GetValue<string>().Should().Be(session.Slug);
        json["kind"]!.GetValue<string>().Should().Be("full");
        json["phase"]!.GetValue<string>().Should().Be("answering");
        json["status"]!.GetValue<string>().Should().Be("handed_off");
        json["totals"]!.ToJsonString().Should().Be("""{"turns":2,"input_tokens":10,"output_tokens":5,"cost":0.2500000000}""".Replace("0.2500000000", json["totals"]!["cost"]!.ToJsonString()));
        json["totals"]!["cost"]!.GetValue<decimal>().Should().Be(0.25m);
        json["captured_data"]!["emoji"]!.GetValue<string>().Should().Be("👩‍👩‍👧 <b>");
        json["data"]!["d"]!.ToJsonString().Should().Be("1.10");
        var run = json["runs"]!.AsArray().Single()!;
        run["id"]!.GetValue<Guid>().Should().Be(runId);
        run["model"]!.GetValue<string>().Should().Be("large");
        run["provider_session_id"]!.GetValue<string>().Should().Be("p-1");
        run["checkpoint"]!["step"]!.ToJsonString().Should().Be("1.10");
        Directory.GetFileSystemEntries(_folder.FullName).Should().Equal(path);
    }

    [Fact]
    public async Task SaveStateAsync_FolderMissing_IsMade()
    {
        var session = await CreateAsync(Path.Join(_folder.FullName, "a", "b"));

        File.Exists(await _files.SaveStateAsync(_scope, session.Id)).Should().BeTrue();
    }

    /// <summary>Readers and writers at once: every read is a whole file.</summary>
    [Fact]
    public async Task SaveStateAsync_WhileOthersRead_IsNeverSeenInPart()
    {
        var session = await CreateAsync();
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { CapturedData = { ["big"] = new string('x', 50_000) } });
        var path = await _files.SaveStateAsync(_scope, session.Id);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var reads = 0;
            for (; !done.IsCancellationRequested || reads == 0; reads++)
            {
                JsonNode.Parse(await File.ReadAllTextAsync(path))!["captured_data"]!["big"]!.GetValue<string>().Length.Should().Be(50_000);
            }

            return reads;
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                await _files.SaveStateAsync(_scope, session.Id);
            }
        }));
        await done.CancelAsync();

        (await reader).Should().BePositive();
        Directory.GetFileSystemEntries(_folder.FullName).Should().Equal(path);
    }

    [Fact]
    public async Task SaveStateAsync_Cancelled_KeepsTheFormerFile()
    {
        var session = await CreateAsync();
        var path = await _files.SaveStateAsync(_scope, session.Id);
        var before = await File.ReadAllTextAsync(path);

        await _files.Awaiting(f => f.SaveStateAsync(_scope, session.Id, new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

        (await File.ReadAllTextAsync(path)).Should().Be(before);
    }

    [Fact]
    public async Task LoadStateAsync_FreshDatabase_CreatesTheSession()
    {
        var session = await CreateAsync();
        session = await _sessions.CommitAsync(_scope, session, new SessionCommit
        {
            Title = "renamed",
            Phase = "answering",
            Metadata = { ["m"] = 2 },
            CapturedData = { ["c"] = JsonNode.Parse("1.10") },
            Data = { ["d"] = true },
        });
        await _files.SaveStateAsync(_scope, session.Id);
        var fresh = AgentKitFixture.NewUser(); // another workspace is a database that has never heard of it

        var loaded = await _files.LoadStateAsync(fresh, _folder.FullName);

        loaded.Should().BeEquivalentTo(
            new { session.Id, Version = 1L, session.AgentId, session.Kind, session.Slug, session.Title, session.Phase, session.WorkingDirectory, fresh.UserId });
        var state = await _sessions.GetSnapshotAsync(fresh, session.Id);
        state.Session.Metadata.ToJsonString().Should().Be("""{"m":2}""");
        state.State.CapturedData.ToJsonString().Should().Be("""{"c":1.10}""");
        state.State.Data.ToJsonString().Should().Be("""{"d":true}""");
        (await _files.LoadStateAsync(fresh, _folder.FullName)).Version.Should().Be(1, "it says nothing new");
        (await _files.LoadStateAsync(fresh, session.Id)).Version.Should().Be(1);
    }

    [Fact]
    public async Task LoadStateAsync_FileEditedByHand_IsOneCommit()
    {
        var session = await CreateAsync();
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { CapturedData = { ["kept"] = 1, ["old"] = 1 } });
        await EditAsync(await _files.SaveStateAsync(_scope, session.Id), json =>
        {
            json["title"] = "by hand";
            json["phase"] = "answering";
            json["metadata"]!["new"] = 1;
            json["captured_data"] = new JsonObject { ["old"] = 2 };
        });

        var loaded = await _files.LoadStateAsync(_scope, session.Id);

        loaded.Should().BeEquivalentTo(new { Version = 3L, Title = "by hand", Phase = "answering" });
        loaded.Metadata.Should().ContainKey("new");
        (await _sessions.GetSnapshotAsync(_scope, session.Id)).State.CapturedData.ToJsonString().Should().Be("""{"old":2,"kept":1}""");
    }

    /// <summary>As by a caller whose first call was cut off: the file is then older than what was made of it.</summary>
    [Fact]
    public async Task LoadStateAsync_LoadedBefore_ChangesNothing()
    {
        var session = await CreateAsync();
        await EditAsync(await _files.SaveStateAsync(_scope, session.Id), json => json["title"] = "by hand");
        var loaded = await _files.LoadStateAsync(_scope, session.Id);

        (await _files.LoadStateAsync(_scope, session.Id)).Should().BeEquivalentTo(loaded);
        (await _files.LoadStateAsync(_scope, _folder.FullName)).Version.Should().Be(2);
    }

    [Fact]
    public async Task LoadStateAsync_OlderFile_IsAConflictUnlessAskedFor()
    {
        var session = await CreateAsync();
        await _files.SaveStateAsync(_scope, session.Id);
        await _sessions.AppendAsync(_scope, session.Id, new SessionCommit { Title = "newer" });

        var load = () => _files.LoadStateAsync(_scope, session.Id);
        (await load.Should().ThrowAsync<VersionConflictException>()).Which.Should().BeEquivalentTo(new { ExpectedVersion = 1L, ActualVersion = 2L });
        await _files.Awaiting(f => f.LoadStateAsync(_scope, _folder.FullName)).Should().ThrowAsync<VersionConflictException>();
        (await _sessions.GetAsync(_scope, session.Id)).Title.Should().Be("newer");

        (await _files.LoadStateAsync(_scope, session.Id, evenIfOlder: true)).Should().BeEquivalentTo(new { Version = 3L, Title = "title" });
    }

    [Fact]
    public async Task LoadStateAsync_NewerFile_BringsTheDatabaseForward()
    {
        var session = await CreateAsync();
        await EditAsync(await _files.SaveStateAsync(_scope, session.Id), json =>
        {
            json["version"] = 17;
            json["title"] = "from before the restore";
        });

        (await _files.LoadStateAsync(_scope, session.Id)).Should().BeEquivalentTo(new { Version = 2L, Title = "from before the restore" });
    }

    [Fact]
    public async Task LoadStateAsync_PhaseThatMayNotFollow_IsRefused()
    {
        var session = await CreateAsync();
        await EditAsync(await _files.SaveStateAsync(_scope, session.Id), json => json["phase"] = "done");

        await _files.Awaiting(f => f.LoadStateAsync(_scope, session.Id)).Should().ThrowAsync<InvalidTransitionException>();

        (await _sessions.GetAsync(_scope, session.Id)).Version.Should().Be(1);
    }

    [Fact]
    public async Task LoadStateAsync_SessionOfSomebodyElse_IsNeitherReadNorChanged()
    {
        var session = await CreateAsync();
        await _files.SaveStateAsync(_scope, session.Id);
        var stranger = AgentScope.ForUser(_scope.WorkspaceId, "stranger");

        await _files.Awaiting(f => f.LoadStateAsync(stranger, session.Id)).Should().ThrowAsync<SessionNotFoundException>();
        await _files.Awaiting(f => f.LoadStateAsync(stranger, _folder.FullName)).Should().ThrowAsync<AlreadyExistsException>();
        await _files.Awaiting(f => f.SaveStateAsync(stranger, session.Id)).Should().ThrowAsync<SessionNotFoundException>();
    }

    private async Task<Session> CreateAsync(string? workingDirectory = null) =>
        await _sessions.CreateAsync(_scope, new NewSession(AgentKitFixture.PhasedAgent)
        {
            Kind = Workflow.FullKind,
            Slug = "new-report",
            Title = "title",
            WorkingDirectory = workingDirectory ?? _folder.FullName,
        });

    private static async Task EditAsync(string path, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        edit(json);
        await File.WriteAllTextAsync(path, json.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();
}
