using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

/// <summary>What is refused before anything is sent: no session is there to send it to.</summary>
public sealed class ToolRunInputTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IToolRunLog _log = fixture.Get<IToolRunLog>();
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    public static TheoryData<string, NewToolRun> BadStarts()
    {
        var good = ToolRunSamples.New(Guid.CreateVersion7());
        return new()
        {
            { "Id", good with { Id = Guid.NewGuid() } },
            { "Id", good with { Id = Guid.Empty } },
            { "ToolName", good with { ToolName = " " } },
            { "ToolName", good with { ToolName = new string('x', 201) } },
            { "ToolName", good with { ToolName = "a\0b" } },
            { "ToolName", good with { ToolName = null! } },
            { "ToolUseId", good with { ToolUseId = "" } },
            { "ToolUseId", good with { ToolUseId = new string('x', 201) } },
            { "Attempt", good with { Attempt = 0 } },
            { "TurnNumber", good with { TurnNumber = 0 } },
            { "Input", good with { Input = default } },
            { "Input", good with { Input = ToolRunSamples.Json("\"\\u0000\"") } },
            { "Input", good with { Input = ToolRunSamples.Json("\"\\ud800\"") } },
            { "Input", good with { Input = JsonSerializer.SerializeToElement(new string('x', 1024 * 1024)) } },
        };
    }

    public static TheoryData<string, CompletedToolRun> BadRecords()
    {
        var good = ToolRunSamples.Over(Guid.CreateVersion7());
        return new()
        {
            { "Id", good with { Id = Guid.NewGuid() } },
            { "toolRun", good with { Output = ToolRunSamples.Input, Error = new("x") } },
            { "Duration", good with { Duration = TimeSpan.FromTicks(-1) } },
            { "Duration", good with { Duration = TimeSpan.MaxValue } },
            { "StartedAt", good with { StartedAt = default } },
            { "Type", good with { Error = new("") } },
            { "Type", good with { Error = new(new string('x', 201)) } },
            { "Message", good with { Error = new("x", "a\0b") } },
            { "Message", good with { Error = new("x", "a\ud800b") } },
            { "Output", good with { Output = default(JsonElement) } },
            { "Input", good with { Input = default } },
        };
    }

    [Theory]
    [MemberData(nameof(BadStarts))]
    public async Task StartAsync_OutOfRange_ThrowsArgumentException(string paramName, NewToolRun bad) =>
        (await _log.Awaiting(log => log.StartAsync(_scope, bad)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);

    [Theory]
    [MemberData(nameof(BadRecords))]
    public async Task RecordAsync_OutOfRange_ThrowsArgumentException(string paramName, CompletedToolRun bad) =>
        (await _log.Awaiting(log => log.RecordAsync(_scope, bad)).Should().ThrowAsync<ArgumentException>()).Which.ParamName.Should().Be(paramName);

    [Fact]
    public async Task Completion_OutOfRange_ThrowsArgumentException()
    {
        var id = Guid.CreateVersion7();
        JsonElement disposed;
        using (var document = JsonDocument.Parse("1"))
        {
            disposed = document.RootElement;
        }

        await _log.Awaiting(log => log.SucceedAsync(_scope, id, default)).Should().ThrowAsync<ArgumentException>();
        await _log.Awaiting(log => log.SucceedAsync(_scope, id, disposed)).Should().ThrowAsync<ArgumentException>();
        await _log.Awaiting(log => log.FailAsync(_scope, id, null!)).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.FailAsync(_scope, id, new ToolError("x", "\0"))).Should().ThrowAsync<ArgumentException>();
        await _log.Awaiting(log => log.CancelAsync(_scope, id, "\udc00")).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task ListAsync_OutOfRange_ThrowsArgumentException()
    {
        ToolRunFilter[] bad =
        [
            new() { Limit = 0 },
            new() { Limit = 1_001 },
            new() { ToolName = "" },
            new() { Statuses = [(ToolRunStatus)9] },
            new() { Cursor = "x" },
        ];

        foreach (var filter in bad)
        {
            await _log.Awaiting(log => log.ListAsync(_scope, filter)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Fact]
    public async Task SweepAsync_OutOfRange_ThrowsArgumentOutOfRangeException()
    {
        var hour = TimeSpan.FromHours(1);

        await _log.Awaiting(log => log.SweepAsync(_scope, TimeSpan.Zero)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await _log.Awaiting(log => log.SweepAsync(_scope, hour, 0)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await _log.Awaiting(log => log.SweepAsync(_scope, hour, 10_001)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await _log.Awaiting(log => log.SweepAsync(_scope, hour, lookBack: hour)).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Methods_NoScope_ThrowArgumentNullException()
    {
        var id = Guid.CreateVersion7();

        await _log.Awaiting(log => log.StartAsync(null!, ToolRunSamples.New(id))).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.RecordAsync(null!, ToolRunSamples.Over(id))).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.GetAsync(null!, id)).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.ListAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await _log.Awaiting(log => log.SweepAsync(null!, TimeSpan.FromHours(1))).Should().ThrowAsync<ArgumentNullException>();
        _log.Invoking(log => log.ReplayAsync(null!, id)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task StartAsync_SmallerLimit_IsTheHostsToSet()
    {
        await using var provider = fixture.CreateProvider(options => options.Limits.ToolPayloadBytes = 10);
        var log = provider.GetRequiredService<IToolRunLog>();
        var sessionId = await fixture.NewSessionAsync(_scope);

        await log.Awaiting(l => l.StartAsync(_scope, ToolRunSamples.New(sessionId))).Should().ThrowAsync<ArgumentException>();
        var started = await log.StartAsync(_scope, new(sessionId, "t", ToolRunSamples.Json("12345678")));
        await log.Awaiting(l => l.SucceedAsync(_scope, started.Id, ToolRunSamples.Input)).Should().ThrowAsync<ArgumentException>();
    }
}
