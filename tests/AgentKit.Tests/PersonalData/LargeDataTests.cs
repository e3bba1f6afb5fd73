using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>A session far larger than what is held of it at a time.</summary>
[Collection(AloneCollection.Name)]
public sealed class LargeDataTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData(60_000, 1_000)]
    [InlineData(200, 400_000)]
    public async Task ExportAndImport_OfSixtyMegabytes_HoldAFewAtATime(int turns, int turnBytes)
    {
        var scope = AgentKitFixture.NewUser();
        await LongSession.InsertOneAsync(fixture, scope, turns, turnBytes);
        await using var file = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4_096, FileOptions.DeleteOnClose);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var looks = 0;
        void Look()
        {
            if (++looks % 100 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        await using var destination = new WatchedStream(file, Look);
        var receipt = await fixture.PersonalData().ExportUserAsync(scope, scope.UserId!, destination);

        receipt.Bytes.Should().BeGreaterThan(60 * MiB).And.Be(file.Length);
        looks.Should().BeGreaterThan(200);
        most.Should().BeLessThan(12 * MiB, "a page of an export is a megabyte");

        file.Position = 0;
        await using var source = new WatchedStream(file, Look);
        most = 0;
        var imported = await fixture.PersonalData().ImportAsync(AgentKitFixture.NewService(), source);

        imported.Rows["turns"].New.Should().Be(turns);
        most.Should().BeLessThan(40 * MiB, "a batch of an import is four megabytes of lines, as texts and on their way");
    }

    [Fact]
    public async Task EraseUserAsync_FiftyThousandTurns_RemovesThemInBatches()
    {
        var scope = AgentKitFixture.NewUser();
        await LongSession.InsertOneAsync(fixture, scope, turns: 50_000, toolRuns: 20_000);

        var receipt = await fixture.PersonalData().EraseUserAsync(scope, scope.UserId!);

        receipt.Removed.Should().Contain("turns", 50_000).And.Contain("tool_runs", 20_000).And.Contain("sessions", 1);
        (await fixture.CountRowsAsync(scope.WorkspaceId)).Should().BeEmpty();
    }
}
