using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>Connections die before a batch arrives and after it was committed, and calls are given up half-way.</summary>
public sealed class PersonalDataFaultTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly AgentScope _scope = AgentKitFixture.NewUser();

    [Fact]
    public async Task Erase_WhileConnectionsAreCut_HasTheExactReceipt()
    {
        await LongSession.InsertAsync(fixture, _scope, sessions: 200, turns: 30, toolRuns: 10);
        await LongSession.InsertOneAsync(fixture, _scope, turns: 1_500);
        var before = await fixture.CountRowsAsync(_scope.WorkspaceId);
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var data = provider.GetRequiredService<IPersonalData>();
        await data.ExportUserAsync(_scope, "u-1", Stream.Null);
        CutOneOf(proxy, 8);

        var receipt = await data.EraseUserAsync(_scope, "u-1");

        proxy.Cuts.Should().BePositive();
        receipt.Removed.Should().BeEquivalentTo(before);
        (await fixture.CountRowsAsync(_scope.WorkspaceId)).Should().BeEmpty();
    }

    [Fact]
    public async Task Retention_WhileConnectionsAreCut_HasTheExactReceipt()
    {
        await LongSession.InsertAsync(fixture, _scope, sessions: 200, turns: 30, toolRuns: 10);
        await Testing.Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"UPDATE agentkit.sessions SET status = 'closed', closed_at = now() - interval '9 days' WHERE workspace_id = '{_scope.WorkspaceId}'");
        var before = await fixture.CountRowsAsync(_scope.WorkspaceId);
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var service = AgentScope.ForService(_scope.WorkspaceId);
        await provider.GetRequiredService<IPersonalData>().ExportUserAsync(_scope, "u-1", Stream.Null);
        CutOneOf(proxy, 8);

        var receipt = await provider.GetRequiredService<IRetention>().ApplyAsync(
            service, new RetentionPolicy { Sessions = { [SessionStatus.Closed] = TimeSpan.FromDays(1) } });

        proxy.Cuts.Should().BePositive();
        receipt.Removed.Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Export_WhileConnectionsAreCut_HoldsEachRowOnce()
    {
        await LongSession.InsertAsync(fixture, _scope, sessions: 30, turns: 60);
        await LongSession.InsertOneAsync(fixture, _scope, turns: 5_000);
        var lines = await fixture.ExportUserAsync(_scope, "u-1");
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        CutOneOf(proxy, 4);
        using var stream = new MemoryStream();

        await provider.GetRequiredService<IPersonalData>().ExportUserAsync(_scope, "u-1", stream);

        proxy.Cuts.Should().BePositive();
        System.Text.Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n')[1..].Should().Equal(lines[1..]);
    }

    [Fact]
    public async Task Import_WhileConnectionsAreCut_BringsEachRowOnce()
    {
        await LongSession.InsertAsync(fixture, _scope, sessions: 30, turns: 60);
        var lines = await fixture.ExportUserAsync(_scope, "u-1");
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        CutOneOf(proxy, 3);
        var there = AgentKitFixture.NewService();

        var receipt = await provider.GetRequiredService<IPersonalData>().ImportAsync(there, PersonalDataFixtureExtensions.FileOf(lines));

        proxy.Cuts.Should().BePositive();
        receipt.Rows.Values.Sum(rows => rows.New + rows.AlreadyThere).Should().Be(lines.Length - 2);
        (await fixture.ExportUserAsync(there, "u-1"))[1..].Should().Equal(lines[1..]);
    }

    [Fact]
    public async Task Import_CancelledHalfWay_IsRepeatedAndWhole()
    {
        await LongSession.InsertOneAsync(fixture, _scope, turns: 3_000);
        var lines = await fixture.ExportUserAsync(_scope, "u-1");
        var there = AgentKitFixture.NewService();
        using var cancel = new CancellationTokenSource();
        var reads = 0;
        using var slow = new WatchedStream(PersonalDataFixtureExtensions.FileOf(lines), () =>
        {
            if (++reads == 400)
            {
                cancel.Cancel();
            }
        }, pieceBytes: 1_000);

        var import = () => fixture.PersonalData().ImportAsync(there, slow, cancel.Token);

        await import.Should().ThrowAsync<OperationCanceledException>();
        (await fixture.CountRowsAsync(there.WorkspaceId))["turns"].Should().BeInRange(1, 2_999);
        (await fixture.ImportAsync(there, lines)).Rows["turns"].Should().Match<ImportedRows>(rows => rows.New > 0 && rows.AlreadyThere > 0);
        (await fixture.ExportUserAsync(there, "u-1"))[1..].Should().Equal(lines[1..]);
    }

    [Fact]
    public async Task Erase_CancelledHalfWay_GoesOnAndSumsUp()
    {
        await LongSession.InsertAsync(fixture, _scope, sessions: 45, turns: 20);
        var before = await fixture.CountRowsAsync(_scope.WorkspaceId);
        await using var proxy = new TcpProxy(fixture.Database.ConnectionString);
        await using var provider = CreateProvider(proxy);
        var data = provider.GetRequiredService<IPersonalData>();
        await data.ExportUserAsync(_scope, "u-1", Stream.Null);
        var id = Guid.CreateVersion7();
        using var cancel = new CancellationTokenSource();
        var started = proxy.RoundTrips;

        var erasing = data.EraseUserAsync(_scope, "u-1", id, cancel.Token);
        while (proxy.RoundTrips < started + 5 && !erasing.IsCompleted)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();
        await erasing.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await fixture.CountRowsAsync(_scope.WorkspaceId)).Should().NotBeEmpty();
        (await fixture.PersonalData().EraseUserAsync(_scope, "u-1", id)).Removed.Should().BeEquivalentTo(before);
    }

    /// <summary>At random, and one of each kind for certain.</summary>
    private static void CutOneOf(TcpProxy proxy, int requests)
    {
        proxy.CutOneOf = requests;
        proxy.CutRequests(1);
        proxy.CutReplies(1);
    }

    private ServiceProvider CreateProvider(TcpProxy proxy) => fixture.CreateProvider(options =>
    {
        options.ConnectionString = proxy.ConnectionString;
        options.Resilience.TransientDelay = TimeSpan.FromMilliseconds(1);
        options.Resilience.TransientRetries = 20;
    });
}
