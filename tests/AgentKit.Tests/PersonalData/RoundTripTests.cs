using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>What was exported and imported is exported again line by line.</summary>
public sealed class RoundTripTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task Import_OfAnExportWithEveryColumn_GivesTheSameLines()
    {
        var person = await Person.CreateAsync(fixture);
        await person.SecondSessionAsync(fixture);
        var lines = await fixture.ExportUserAsync(person.Service, person.UserId);
        var there = AgentKitFixture.NewService();

        var receipt = await fixture.ImportAsync(there, lines);

        (await fixture.ExportUserAsync(there, person.UserId))[1..].Should().Equal(lines[1..]);
        receipt.Rows.Values.Sum(rows => rows.New).Should().Be(lines.Length - 2);
        receipt.Rows.Values.Sum(rows => rows.AlreadyThere).Should().Be(0);
        receipt.LinksCut.Should().Be(0);
    }

    [Fact]
    public async Task Import_OfAFileThatWasCarriedAlong_ReadsItAllTheSame()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = await fixture.ExportUserAsync(person.Service, person.UserId);
        var there = AgentKitFixture.NewService();
        var text = "\uFEFF" + string.Join("\r\n", lines);

        await fixture.PersonalData().ImportAsync(there, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));

        (await fixture.ExportUserAsync(there, person.UserId))[1..].Should().Equal(lines[1..]);
    }

    [Fact]
    public async Task Import_Again_ChangesNothingAndCountsWhatIsThere()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = await fixture.ExportUserAsync(person.Service, person.UserId);
        var there = AgentKitFixture.NewService();
        await fixture.ImportAsync(there, lines);

        var receipt = await fixture.ImportAsync(there, lines);

        (await fixture.ExportUserAsync(there, person.UserId))[1..].Should().Equal(lines[1..]);
        receipt.Rows.Values.Should().OnlyContain(rows => rows.New == 0);
        receipt.Rows.Values.Sum(rows => rows.AlreadyThere).Should().Be(lines.Length - 2);
    }

    [Fact]
    public async Task Import_WhereItCameFrom_FindsEverythingThere()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = await fixture.ExportUserAsync(person.Service, person.UserId);

        var receipt = await fixture.ImportAsync(person.Service, lines);

        receipt.Rows.Values.Should().OnlyContain(rows => rows.New == 0);
    }

    [Fact]
    public async Task Import_AfterAnErasure_BringsBackASessionThatGoesOn()
    {
        var scope = AgentKitFixture.NewUser();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent) { Slug = "s", ConversationKey = "k" });
        session = await fixture.Sessions.AppendAsync(scope, session.Id, new() { Turns = [Turn.User("one")], CapturedData = { ["a"] = 1 } });
        var lines = await fixture.ExportUserAsync(scope, scope.UserId!);
        await fixture.PersonalData().EraseUserAsync(scope, scope.UserId!);

        await fixture.ImportAsync(AgentScope.ForService(scope.WorkspaceId), lines);

        (await fixture.Sessions.GetAsync(scope, session.Id)).Should().BeEquivalentTo(session, options => options.Excluding(s => s.Metadata));
        session = await fixture.Sessions.CommitAsync(scope, session, new SessionCommit { Turns = [Turn.User("two")] });
        (session.Version, session.TurnCount).Should().Be((3, 2));
        (await fixture.Sessions.FindBySlugAsync(scope, "s"))!.Id.Should().Be(session.Id);
    }

    [Fact]
    public async Task Import_OfManyPagesAndBatches_GivesTheSameLines()
    {
        var scope = AgentKitFixture.NewUser();
        await LongSession.InsertAsync(fixture, scope, sessions: 30, turns: 50, toolRuns: 20);
        await LongSession.InsertOneAsync(fixture, scope, turns: 2_345);
        await LongSession.InsertOneAsync(fixture, scope, turns: 12, turnBytes: 500_000);
        var lines = await fixture.ExportUserAsync(scope, scope.UserId!);
        var there = AgentKitFixture.NewService();

        await fixture.ImportAsync(there, lines);

        (await fixture.ExportUserAsync(there, scope.UserId!))[1..].Should().Equal(lines[1..]);
    }
}
