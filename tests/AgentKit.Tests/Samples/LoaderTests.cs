using AgentKit.Quickstart;
using AgentKit.Quickstart.Hosting;
using AgentKit.Quickstart.Loading;
using AgentKit.Quickstart.Reading;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

/// <summary>The sample's own check has to notice what it is there to notice.</summary>
public sealed class LoaderTests : IAsyncLifetime
{
    private readonly List<ConversationPlan> _plans = ConversationFiles.Read([CommandLine.ShippedConversations])
        .Conversations.ConvertAll(recorded => ConversationPlan.For(recorded, PriceTable.Default));

    private ThrowawayDatabase _database = null!;
    private DemoDatabase _place = null!;
    private SupportApp _first = null!;
    private SupportApp _second = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateEmptyDatabaseAsync();
        _place = await DemoDatabase.OpenAsync(_database.ConnectionString, CancellationToken.None);
        _first = SupportApp.Start("A", _place, []);
        _second = SupportApp.Start("B", _place, []);
    }

    public async Task DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        await _place.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task LoadAsync_WithAnyNumberOfWorkers_StoresEveryMessageAndRunsEveryToolOnce(int workers)
    {
        var loader = await LoadAsync(workers);

        var result = await ReadBack.CheckAsync(_second, _plans, CancellationToken.None);
        result.Differences.Should().BeEmpty();
        result.Messages.Should().Be(76);
        result.ToolCalls.Should().Be(20);
        loader.Workers.Sum(worker => worker.Turns).Should().Be(76);
        loader.Workers.Sum(worker => worker.ToolRuns).Should().Be(20);
    }

    [Theory]
    [InlineData("UPDATE {0}.turns SET content = '[\"changed\"]' WHERE session_id = '{1}' AND turn_number = 2", "message 2 differs")]
    [InlineData("DELETE FROM {0}.turns WHERE session_id = '{1}' AND turn_number = 9", "came back")]
    [InlineData("DELETE FROM {0}.tool_runs WHERE session_id = '{1}' AND tool_use_id = 'call_c1'", "call_c1")]
    [InlineData("UPDATE {0}.tool_runs SET output = '1' WHERE session_id = '{1}' AND tool_use_id = 'call_c1'", "call_c1")]
    public async Task CheckAsync_AfterSomethingWasChanged_SaysWhatDiffers(string sql, string expected)
    {
        var damaged = _plans.Single(plan => plan.Recorded.File == "damaged-stove.json");
        await LoadAsync(workers: 2);
        await Sql.ExecuteAsync(_database.AdminConnectionString, string.Format(sql, _place.Schema, damaged.SessionId));

        var result = await ReadBack.CheckAsync(_second, _plans, CancellationToken.None);

        result.IsEqual.Should().BeFalse();
        result.Differences.Should().ContainSingle().Which.Should().StartWith("damaged-stove.json:1").And.Contain(expected);
    }

    private async Task<Loader> LoadAsync(int workers)
    {
        var loader = new Loader([_first, _second], workers);
        await loader.LoadAsync(_plans, new LoadProgress(76), CancellationToken.None);
        return loader;
    }
}
