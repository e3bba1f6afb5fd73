using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AgentKit.Tests.ToolRuns;

/// <summary>A tool has run, and its output or its end cannot be logged: its outcome is the caller's all the same.</summary>
public sealed class ToolRunUnloggedTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>, IDisposable
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();
    private readonly CapturedLog _captured = new();

    public void Dispose() => _captured.Dispose();

    public static TheoryData<object, string> Unstorable => new()
    {
        { (Action)(() => { }), "cannot be serialized: System.NotSupportedException" },
        { "a\0b", "contains the escape of U+0000 at byte 2" },
        { new string('x', 100), "is 102 bytes of JSON, more than the 50 allowed" },
    };

    [Theory]
    [MemberData(nameof(Unstorable))]
    public async Task RunAsync_OutputThatCannotBeStored_StillSucceeds(object output, string problem)
    {
        await using var provider = fixture.CreateProvider(options => options.Limits.ToolPayloadBytes = 50, _captured.AddTo);
        var log = provider.GetRequiredService<IToolRunLog>();
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));

        var result = await log.RunAsync(_scope, wanted, _ => Task.FromResult(output));

        result.Should().BeSameAs(output);
        var run = await log.GetAsync(_scope, wanted.Id);
        run.Status.Should().Be(ToolRunStatus.Succeeded);
        run.Output!.Value.GetProperty("unlogged").GetString().Should().Be(problem);
        var warning = _captured.Entries.Should().ContainSingle(entry => entry.Id.Id == 201).Subject;
        warning.Level.Should().Be(LogLevel.Warning);
        warning.Message.Should().ContainAll(wanted.Id.ToString(), wanted.ToolName, problem);
    }

    [Fact]
    public async Task RunAsync_DatabaseGoneMeanwhile_ReturnsTheResultAndTellsTheHostsLog()
    {
        var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = CreateProvider(database.ConnectionString);
        var session = await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var wanted = ToolRunSamples.New(session.Id);

        var result = await provider.GetRequiredService<IToolRunLog>().RunAsync(_scope, wanted, async _ =>
        {
            await database.DisposeAsync();
            return 17;
        });

        result.Should().Be(17);
        var error = _captured.Entries.Should().ContainSingle(entry => entry.Id.Id == 200).Subject;
        error.Level.Should().Be(LogLevel.Error);
        error.Message.Should().ContainAll(wanted.Id.ToString(), wanted.ToolName, "Succeeded");
        error.Exception.Should().BeAssignableTo<AgentKitException>();
    }

    [Fact]
    public async Task RunAsync_DatabaseGoneMeanwhile_ThrowsTheToolsException()
    {
        var database = await TestPostgres.CreateMigratedDatabaseAsync();
        await using var provider = CreateProvider(database.ConnectionString);
        var session = await provider.GetRequiredService<ISessionStore>().CreateAsync(_scope, new NewSession(AgentKitFixture.Agent));
        var failure = new ToolFailedException("t", "first");

        var thrown = await Record.ExceptionAsync(() => provider.GetRequiredService<IToolRunLog>().RunAsync<int, int>(_scope, session.Id, "t", 1, async _ =>
        {
            await database.DisposeAsync();
            throw failure;
        }));

        thrown.Should().BeSameAs(failure);
        _captured.Entries.Should().ContainSingle(entry => entry.Id.Id == 200).Which.Message.Should().Contain("Failed");
    }

    [Fact]
    public async Task RunAsync_HostStopsMeanwhile_ReturnsTheResult()
    {
        var provider = fixture.CreateProvider(services: _captured.AddTo);
        var log = provider.GetRequiredService<IToolRunLog>();
        var sessionId = await fixture.NewSessionAsync(_scope);

        var result = await log.RunAsync(_scope, sessionId, "t", 1, async _ =>
        {
            await provider.DisposeAsync();
            return 17;
        });

        result.Should().Be(17);
        _captured.Entries.Should().ContainSingle(entry => entry.Id.Id == 200);
    }

    [Fact]
    public async Task RunAsync_SweptMeanwhile_ReturnsTheResultAndStaysAbandoned()
    {
        await using var provider = fixture.CreateProvider(services: _captured.AddTo);
        var log = provider.GetRequiredService<IToolRunLog>();
        var wanted = ToolRunSamples.New(await fixture.NewSessionAsync(_scope));

        var result = await log.RunAsync(_scope, wanted, async token =>
        {
            IReadOnlyList<ToolRun> swept = [];
            while (swept.Count == 0)
            {
                swept = await log.SweepAsync(_scope, TimeSpan.FromTicks(1), cancellationToken: token);
            }

            return 17;
        });

        result.Should().Be(17);
        (await log.GetAsync(_scope, wanted.Id)).Error!.Type.Should().Be(ToolError.Abandoned);
        _captured.Entries.Should().ContainSingle(entry => entry.Id.Id == 200).Which.Exception.Should().BeOfType<InvalidToolRunStateException>();
    }

    private ServiceProvider CreateProvider(string connectionString) =>
        fixture.CreateProvider(
            options =>
            {
                options.ConnectionString = connectionString;
                options.Resilience.TransientRetries = 0;
            },
            _captured.AddTo);
}
