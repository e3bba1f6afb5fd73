using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.PersonalData;

public sealed class ExportTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    [Fact]
    public async Task ExportUserAsync_SomebodyWithEverything_HoldsEachRowOnceBetweenHeaderAndFooter()
    {
        var person = await Person.CreateAsync(fixture);
        await Person.CreateAsync(fixture, person.Workspace, "somebody else");
        var clock = new FixedTime(DateTimeOffset.Parse("2026-03-04T05:06:07+02:00"));
        await using var provider = fixture.CreateProvider(services: services => services.AddSingleton<TimeProvider>(clock));
        using var stream = new MemoryStream();

        var receipt = await provider.GetRequiredService<IPersonalData>().ExportUserAsync(person.Service, person.UserId, stream);

        stream.CanWrite.Should().BeTrue("the stream is the host's to close");
        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        var header = JsonElement.Parse(lines[0]).GetProperty("header");
        header.GetProperty("format").GetString().Should().Be("agentkit-export");
        header.GetProperty("version").GetInt32().Should().Be(1);
        header.GetProperty("schema_version").GetInt32().Should().Be(MigrationCatalog.Shipped.LatestVersion);
        header.GetProperty("workspace_id").GetString().Should().Be(person.Workspace);
        header.GetProperty("user_id").GetString().Should().Be(person.UserId);
        header.GetProperty("exported_at").GetDateTimeOffset().Should().Be(clock.GetUtcNow());
        lines[^1].Should().BeEmpty("the last line is ended");
        var counts = lines[1..^2].GroupBy(PersonalDataFixtureExtensions.TableOf).ToDictionary(table => table.Key, table => table.LongCount());
        counts.Should().BeEquivalentTo(await fixture.CountRowsAsync(person.Workspace, $"user_id = '{person.UserId}'"));
        JsonElement.Parse(lines[^2]).GetProperty("footer").GetProperty("rows").EnumerateObject()
            .ToDictionary(table => table.Name, table => table.Value.GetInt64()).Should().BeEquivalentTo(receipt.Rows);
        receipt.Rows.Where(table => table.Value > 0).Should().BeEquivalentTo(counts);
        receipt.Should().BeEquivalentTo(new { ExportedAt = clock.GetUtcNow(), Bytes = stream.Length });
    }

    [Fact]
    public async Task ExportSessionAsync_Content_IsVerbatimButForLineFeeds()
    {
        var person = await Person.CreateAsync(fixture);

        var lines = await fixture.ExportSessionAsync(person.Service, person.SessionId);

        var verbatim = Person.Verbatim.Replace("\n", " ");
        lines.Where(line => line.Contains("\"table\":\"turns\"")).Should().HaveCount(2)
            .And.OnlyContain(line => line.Contains($"\"content\":{verbatim}") && line.Contains("\"cost\":12345678901234567890.000000001"));
        var session = PersonalDataFixtureExtensions.RowOf(lines[1]);
        session.GetProperty("title").GetString().Should().Be(Person.Text);
        session.GetProperty("created_at").GetString().Should().Be("2026-01-02T03:04:05.678901+00:00");
        session.GetProperty("metadata").GetRawText().Should().Contain("1.10").And.Contain("10000000000000000000000");
        session.TryGetProperty("workspace_id", out _).Should().BeFalse("the header says it");
    }

    [Fact]
    public async Task ExportSessionAsync_DatabaseInAnotherTimeZone_SaysTimesInUtc()
    {
        var person = await Person.CreateAsync(fixture);
        var login = new Npgsql.NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Timezone = "America/Bogota" };
        await using var provider = fixture.CreateProvider(options => options.ConnectionString = login.ConnectionString);
        using var stream = new MemoryStream();

        await provider.GetRequiredService<IPersonalData>().ExportSessionAsync(person.Service, person.SessionId, stream);

        var there = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n')[1];
        there.Should().Be((await fixture.ExportSessionAsync(person.Service, person.SessionId))[1]);
    }

    [Fact]
    public async Task ExportSessionAsync_NullOfJson_IsToldFromNoValue()
    {
        var person = await Person.CreateAsync(fixture);

        var toolRun = (await fixture.ExportSessionAsync(person.Service, person.SessionId))
            .Single(line => line.Contains("\"table\":\"tool_runs\""));

        PersonalDataFixtureExtensions.RowOf(toolRun).GetProperty("json_null").EnumerateArray().Select(name => name.GetString())
            .Should().Equal("output");
    }

    [Fact]
    public async Task ExportUserAsync_SomebodyWithout_HoldsNoRows()
    {
        var scope = AgentKitFixture.NewService();

        (await fixture.ExportUserAsync(scope, "nobody")).Should().HaveCount(2);
    }

    [Fact]
    public async Task ExportUserAsync_ByThePersonAnAdminAndAService_HoldsTheSame()
    {
        var person = await Person.CreateAsync(fixture);

        var own = await fixture.ExportUserAsync(person.Scope, person.UserId);

        (await fixture.ExportUserAsync(AgentScope.ForAdmin(person.Workspace, "admin"), person.UserId))[1..].Should().Equal(own[1..]);
        (await fixture.ExportUserAsync(person.Service, person.UserId))[1..].Should().Equal(own[1..]);
        var another = () => fixture.ExportUserAsync(AgentScope.ForUser(person.Workspace, "u-2"), person.UserId);
        (await another.Should().ThrowAsync<AccessDeniedException>()).Which.Operation.Should().Be("export");
    }

    [Fact]
    public async Task ExportSessionAsync_NotThere_LeavesTheStreamAlone()
    {
        using var stream = new MemoryStream();

        var export = () => fixture.PersonalData().ExportSessionAsync(AgentKitFixture.NewService(), Guid.CreateVersion7(), stream);

        await export.Should().ThrowAsync<SessionNotFoundException>();
        stream.Length.Should().Be(0);
    }

    [Fact]
    public async Task ExportUserAsync_ManySessionsAndRows_PagesThroughAllOfThemInOrder()
    {
        var scope = AgentKitFixture.NewUser();
        var ids = await LongSession.InsertAsync(fixture, scope, sessions: 65, turns: 40);
        ids.Add(await LongSession.InsertOneAsync(fixture, scope, turns: 1_234));

        var lines = await fixture.ExportUserAsync(scope, scope.UserId!);

        var sessions = lines.Where(line => line.Contains("\"table\":\"sessions\"")).ToList();
        sessions.Select(line => PersonalDataFixtureExtensions.RowOf(line).GetProperty("session_id").GetGuid())
            .Should().Equal(ids.OrderBy(id => id.ToString(), StringComparer.Ordinal));
        lines.Where(line => line.Contains("\"table\":\"turns\"")).Should().HaveCount((65 * 40) + 1_234).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task ExportSessionAsync_TurnsAreAppendedMeanwhile_AreNotInIt()
    {
        var scope = AgentKitFixture.NewUser();
        var sessionId = await LongSession.InsertOneAsync(fixture, scope, turns: 2_000);
        using var stream = new InterruptedStream(() => fixture.Sessions.AppendAsync(scope, sessionId, new() { Turns = [Turn.User("meanwhile")] }));

        var receipt = await fixture.PersonalData().ExportSessionAsync(scope, sessionId, stream);

        stream.Interruptions.Should().BeGreaterThan(1);
        receipt.Rows.Should().Contain("turns", 2_000).And.Contain("session_commits", 1);
        stream.Text.Should().NotContain("meanwhile");
    }

    [Fact]
    public async Task ExportSessionAsync_TurnsAreTakenBackMeanwhile_EndsWithoutAFooter()
    {
        var scope = AgentKitFixture.NewUser();
        var sessionId = await LongSession.InsertOneAsync(fixture, scope, turns: 2_000);
        using var stream = new InterruptedStream(() => Sql.ExecuteAsync(
            fixture.Database.AdminConnectionString,
            $"DELETE FROM agentkit.turns WHERE session_id = '{sessionId}' AND turn_number > 1900; UPDATE agentkit.sessions SET version = 7 WHERE session_id = '{sessionId}'"));

        var export = () => fixture.PersonalData().ExportSessionAsync(scope, sessionId, stream);

        (await export.Should().ThrowAsync<VersionConflictException>()).Which.ActualVersion.Should().Be(7);
        stream.Text.Should().NotContain("footer");
    }

    [Fact]
    public async Task ExportSessionAsync_SessionIsErasedMeanwhile_SaysThatItIsGone()
    {
        var scope = AgentKitFixture.NewUser();
        var sessionId = await LongSession.InsertOneAsync(fixture, scope, turns: 2_000);
        using var stream = new InterruptedStream(async () =>
        {
            try
            {
                await fixture.PersonalData().EraseSessionAsync(scope, sessionId);
            }
            catch (SessionNotFoundException)
            {
                // Once is enough.
            }
        });

        var export = () => fixture.PersonalData().ExportSessionAsync(scope, sessionId, stream);

        await export.Should().ThrowAsync<SessionNotFoundException>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public async Task ExportUserAsync_UserThatCannotBe_IsRefused(string? userId)
    {
        var export = () => fixture.PersonalData().ExportUserAsync(AgentKitFixture.NewService(), userId!, Stream.Null);

        (await export.Should().ThrowAsync<ArgumentException>()).WithParameterName(nameof(userId));
    }

    [Fact]
    public async Task Export_Arguments_AreChecked()
    {
        var data = fixture.PersonalData();
        var scope = AgentKitFixture.NewUser();

        await data.Awaiting(d => d.ExportUserAsync(null!, "u", Stream.Null)).Should().ThrowAsync<ArgumentNullException>();
        await data.Awaiting(d => d.ExportUserAsync(scope, "u\uD800", Stream.Null)).Should().ThrowAsync<ArgumentException>();
        await data.Awaiting(d => d.ExportUserAsync(scope, "u-1", null!)).Should().ThrowAsync<ArgumentNullException>();
        await data.Awaiting(d => d.ExportUserAsync(scope, new string('u', 201), Stream.Null)).Should().ThrowAsync<ArgumentException>();
        await data.Awaiting(d => d.ExportSessionAsync(scope, Guid.Empty, Stream.Null)).Should().ThrowAsync<ArgumentException>();
        await data.Awaiting(d => d.ExportSessionAsync(scope, Guid.CreateVersion7(), null!)).Should().ThrowAsync<ArgumentNullException>();
        await data.Awaiting(d => d.ExportUserAsync(scope, "u-1", Stream.Null, new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
    }
}
