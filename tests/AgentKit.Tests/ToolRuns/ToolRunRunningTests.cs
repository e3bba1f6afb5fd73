using System.Text.Json;
using System.Text.Json.Nodes;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

public sealed class ToolRunRunningTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task RunAsync_Result_IsReturnedAndLogged()
    {
        var clock = new FixedTime(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        var sessionId = await fixture.NewSessionAsync(_scope);
        var order = new Order("A-1001", 12.50m);

        var result = await provider.GetRequiredService<IToolRunLog>().RunAsync(
            _scope, sessionId, ToolRunSamples.Tool, new { OrderId = "A-1001" }, async _ =>
            {
                (await SingleAsync(sessionId)).Status.Should().Be(ToolRunStatus.Running);
                clock.Advance(TimeSpan.FromMilliseconds(250));
                return order;
            });

        result.Should().BeSameAs(order);
        var run = await SingleAsync(sessionId);
        run.Status.Should().Be(ToolRunStatus.Succeeded);
        run.Input.GetRawText().Should().Be("""{"orderId":"A-1001"}""", "the default is the serializer's web manner");
        run.Output!.Value.GetRawText().Should().Be("""{"id":"A-1001","total":12.50}""");
        run.Duration.Should().Be(TimeSpan.FromMilliseconds(250));
        run.Id.Version.Should().Be(7);
        (run.Id > UuidV7Bounds.At(clock.GetUtcNow().AddMilliseconds(-250))).Should().BeTrue("its id is of the host's clock");
        (run.Id < UuidV7Bounds.At(clock.GetUtcNow())).Should().BeTrue();
    }

    [Fact]
    public async Task RunAsync_JsonTypes_AreKeptVerbatim()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        using var document = JsonDocument.Parse(ToolRunSamples.Verbatim);

        await _log.RunAsync(_scope, sessionId, "element", ToolRunSamples.Json(ToolRunSamples.Verbatim), _ => Task.FromResult(document));
        await _log.RunAsync(_scope, sessionId, "boxed", (object)document.RootElement, _ => Task.FromResult<object>(document.RootElement));
        await _log.RunAsync(
            _scope, sessionId, "node", JsonNode.Parse("""{"z":1.10,"a":1E40,"t":"é"}"""), _ => Task.FromResult<JsonNode>(new JsonArray(1, 2)));

        var runs = (await _log.ListAsync(_scope)).Items.ToDictionary(run => run.ToolName);
        foreach (var tool in new[] { "element", "boxed" })
        {
            runs[tool].Input.GetRawText().Should().Be(ToolRunSamples.Verbatim);
            runs[tool].Output!.Value.GetRawText().Should().Be(ToolRunSamples.Verbatim);
        }

        runs["node"].Input.GetRawText().Should().Be("""{"z":1.10,"a":1E40,"t":"é"}""");
        runs["node"].Output!.Value.GetRawText().Should().Be("[1,2]");
    }

    [Fact]
    public async Task RunAsync_Nulls_AreJsonNull()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);

        var result = await _log.RunAsync<string?, string?>(_scope, sessionId, "t", null, _ => Task.FromResult<string?>(null));

        result.Should().BeNull();
        var run = await SingleAsync(sessionId);
        (run.Input.ValueKind, run.Output!.Value.ValueKind).Should().Be((JsonValueKind.Null, JsonValueKind.Null));
    }

    [Fact]
    public async Task RunAsync_HostsSerializerOptions_AreUsed()
    {
        await using var provider = fixture.CreateProvider(options =>
            options.SerializerOptions = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper });
        var sessionId = await fixture.NewSessionAsync(_scope);

        await provider.GetRequiredService<IToolRunLog>().RunAsync(_scope, sessionId, "t", new { OrderId = 1 }, _ => Task.FromResult(1));

        (await SingleAsync(sessionId)).Input.GetRawText().Should().Be("""{"ORDER_ID":1}""");
    }

    [Fact]
    public async Task RunAsync_NewToolRun_LogsAllThatIsSaid()
    {
        var sessionId = await fixture.NewSessionAsync(_scope);
        var wanted = ToolRunSamples.New(sessionId) with
        {
            RunId = await fixture.NewAgentRunAsync(_scope, sessionId),
            TurnNumber = 2,
            ToolUseId = "u",
            Attempt = 4,
        };

        (await _log.RunAsync(_scope, wanted, _ => Task.FromResult(17))).Should().Be(17);

        (await _log.GetAsync(_scope, wanted.Id)).Should().BeEquivalentTo(
            new { wanted.Id, wanted.RunId, wanted.TurnNumber, wanted.ToolUseId, wanted.Attempt, Status = ToolRunStatus.Succeeded });
    }

    [Fact]
    public async Task RunAsync_Pending_BeginsAndKeepsItsInput()
    {
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));
        await _log.StartAsync(_scope, wanted with { IsPending = true });

        await _log.RunAsync(_scope, wanted with { Input = ToolRunSamples.Json("2") }, _ => Task.FromResult(1));

        var run = await _log.GetAsync(_scope, wanted.Id);
        run.Status.Should().Be(ToolRunStatus.Succeeded);
        run.Input.GetRawText().Should().Be(ToolRunSamples.Input.GetRawText());
    }

    [Fact]
    public async Task RunAsync_IsPending_ThrowsArgumentException() =>
        await _log.Awaiting(log => log.RunAsync(_scope, ToolRunSamples.New(Guid.CreateVersion7()) with { IsPending = true }, _ => Task.FromResult(1)))
            .Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task RunAsync_StartedBefore_DoesNotRunTheToolAgain()
    {
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));
        var calls = 0;
        Task<int> ToolAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref calls));
        await _log.RunAsync(_scope, wanted, ToolAsync);

        var error = await _log.Awaiting(log => log.RunAsync(_scope, wanted, ToolAsync)).Should().ThrowAsync<InvalidToolRunStateException>();

        error.Which.Status.Should().Be(ToolRunStatus.Succeeded);
        calls.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_OneIdSixteenTimesAtOnce_RunsTheToolOnce(bool isPending)
    {
        // At a fixed time even the starts cannot be told apart by their clock.
        var clock = new FixedTime(DateTimeOffset.UtcNow);
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        var log = provider.GetRequiredService<IToolRunLog>();
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));
        if (isPending)
        {
            await log.StartAsync(_scope, wanted with { IsPending = true });
        }

        var calls = 0;

        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await log.RunAsync(_scope, wanted, _ => Task.FromResult(Interlocked.Increment(ref calls)));
            }
            catch (InvalidToolRunStateException)
            {
                Interlocked.Increment(ref refused);
            }
        }));

        (calls, refused).Should().Be((1, 15));
    }

    [Fact]
    public async Task RunAsync_RepliesLost_RunsTheToolOnce()
    {
        using var captured = new CapturedLog();
        await using var provider = fixture.CreateStutteringProvider(captured.AddTo);
        var sessionId = await fixture.NewSessionAsync(_scope);
        var calls = 0;

        await provider.GetRequiredService<IToolRunLog>().RunAsync(_scope, sessionId, "t", 1, _ => Task.FromResult(++calls));

        calls.Should().Be(1);
        (await SingleAsync(sessionId)).Status.Should().Be(ToolRunStatus.Succeeded);
        captured.Entries.Should().NotContain(entry => entry.Id.Id >= 200);
    }

    private async Task<ToolRun> SingleAsync(Guid sessionId) =>
        (await _log.ListAsync(_scope, new() { SessionId = sessionId })).Items.Should().ContainSingle().Subject;

    private sealed record Order(string Id, decimal Total);
}
