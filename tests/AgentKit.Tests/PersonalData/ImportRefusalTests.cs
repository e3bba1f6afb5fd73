using System.Text;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>A file may come from anybody. Whatever is wrong with it is said with its line, and without its content.</summary>
public sealed class ImportRefusalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    public static TheoryData<string> Names => [.. BrokenFiles.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ImportAsync_FileThatIsNotWhole_SaysTheLineAndWhatIsWrong(string name)
    {
        var person = await Person.CreateAsync(fixture);
        var lines = (await fixture.ExportUserAsync(person.Service, person.UserId)).ToList();
        var (change, says) = BrokenFiles.All[name];
        var changed = change([.. lines]);
        changed.Should().NotEqual(lines);

        var import = () => fixture.ImportAsync(AgentKitFixture.NewService(), changed.Count == 0 ? [] : changed);

        var error = (await import.Should().ThrowAsync<ImportException>()).Which;
        error.Message.Should().Contain(says).And.NotContain(BrokenFiles.Secret);
        error.ToString().Should().NotContain(BrokenFiles.Secret);
        error.Line.Should().BeInRange(1, changed.Count + 1);
    }

    [Fact]
    public async Task ImportAsync_MalformedFileThatCanSeek_LeavesTheWorkspaceAlone()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = await fixture.ExportUserAsync(person.Service, person.UserId);
        var there = AgentKitFixture.NewService();

        var import = () => fixture.ImportAsync(there, lines[..^1]);

        await import.Should().ThrowAsync<ImportException>();
        (await fixture.CountRowsAsync(there.WorkspaceId)).Should().BeEmpty();
    }

    [Fact]
    public async Task ImportAsync_StreamThatCannotSeek_KeepsWhatCameBeforeAndGoesOnWithTheWholeFile()
    {
        var scope = AgentKitFixture.NewUser();
        await LongSession.InsertOneAsync(fixture, scope, turns: 1_500);
        var lines = await fixture.ExportUserAsync(scope, scope.UserId!);
        var there = AgentKitFixture.NewService();

        var import = () => fixture.PersonalData().ImportAsync(there, new WatchedStream(PersonalDataFixtureExtensions.FileOf(lines[..1_300]), pieceBytes: 1_001));

        (await import.Should().ThrowAsync<ImportException>()).Which.Line.Should().Be(1_301);
        (await fixture.CountRowsAsync(there.WorkspaceId)).Should().ContainKey("turns");
        var receipt = await fixture.PersonalData().ImportAsync(there, new WatchedStream(PersonalDataFixtureExtensions.FileOf(lines), pieceBytes: 1_001));
        receipt.Rows["turns"].AlreadyThere.Should().BePositive();
        (await fixture.ExportUserAsync(there, scope.UserId!))[1..].Should().Equal(lines[1..]);
    }

    [Fact]
    public async Task ImportAsync_SlugThatIsTaken_NamesTheLineOfTheSession()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = await fixture.ExportUserAsync(person.Service, person.UserId);
        var there = AgentKitFixture.NewService();
        await fixture.Sessions.CreateAsync(there, new NewSession(AgentKitFixture.Agent) { Slug = $"slug {person.SessionId}" });

        var import = () => fixture.ImportAsync(there, lines);

        var error = (await import.Should().ThrowAsync<ImportException>()).Which;
        error.Line.Should().Be(2);
        error.Problem.Should().Contain("sessions_slug_key");
    }

    /// <summary>Somebody hands in a file with turns for a session that is another person's.</summary>
    [Fact]
    public async Task ImportAsync_IntoTheSessionOfSomebodyElse_PutsNothingThere()
    {
        var person = await Person.CreateAsync(fixture);
        var forged = (await fixture.ExportUserAsync(person.Service, person.UserId))
            .Select(line => line.Replace("\"user_id\":\"u-1\"", "\"user_id\":\"u-2\"")).ToList();
        await fixture.ImportAsync(person.Service, Only(forged, "preferences"));
        var before = await fixture.CountRowsAsync(person.Workspace);

        var import = () => fixture.ImportAsync(person.Service, forged);

        (await import.Should().ThrowAsync<ImportException>()).Which.Line.Should().Be(2);
        (await fixture.CountRowsAsync(person.Workspace)).Should().BeEquivalentTo(before);
    }

    /// <summary>Its turns would take the numbers that the session there is still to give.</summary>
    [Fact]
    public async Task ImportAsync_LaterThanTheSessionThere_IsRefused()
    {
        var scope = AgentKitFixture.NewUser();
        var session = await fixture.Sessions.CreateAsync(scope, new NewSession(AgentKitFixture.Agent));
        var earlier = await fixture.ExportUserAsync(scope, scope.UserId!);
        await fixture.Sessions.AppendAsync(scope, session.Id, new() { Turns = [Turn.User("later")] });
        var later = await fixture.ExportUserAsync(scope, scope.UserId!);
        var there = AgentKitFixture.NewService();
        await fixture.ImportAsync(there, earlier);

        var import = () => fixture.ImportAsync(there, later);

        (await import.Should().ThrowAsync<ImportException>()).Which.Problem.Should().Contain("or is not there or older");
        (await fixture.Sessions.GetTurnsAsync(there, session.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task ImportAsync_RunWhoseParentIsElsewhere_StandsWithoutItAndIsCounted()
    {
        var person = await Person.CreateAsync(fixture);
        await person.SecondSessionAsync(fixture);
        var second = (await fixture.ExportUserAsync(person.Service, person.UserId))
            .Where(line => line.Contains("\"table\":\"sessions\"")).Select(line => PersonalDataFixtureExtensions.RowOf(line).GetProperty("session_id").GetGuid())
            .Single(id => id != person.SessionId);
        var there = AgentKitFixture.NewService();

        var receipt = await fixture.ImportAsync(there, await fixture.ExportSessionAsync(person.Service, second));

        receipt.LinksCut.Should().Be(3, "of the run, the tool run and the task");
        (await fixture.ExportSessionAsync(there, second)).Should().Contain(line => line.Contains("\"parent_run_id\":null"));
    }

    [Fact]
    public async Task ImportAsync_RunBeforeItsParent_IsLinkedInTheEnd()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = (await fixture.ExportSessionAsync(person.Service, person.SessionId)).ToList();
        var child = lines.FindIndex(line => line.Contains("\"table\":\"runs\""));
        var parents = Enumerable.Range(0, 600).Select(_ => Guid.CreateVersion7().ToString()).Append("ffffffff-ffff-7fff-bfff-ffffffffffff").Order(StringComparer.Ordinal).ToList();
        lines[child] = lines[child].Replace($"\"parent_run_id\":\"{person.RunId}\"", $"\"parent_run_id\":\"{parents[^1]}\"");
        lines.InsertRange(child + 1, parents.Select(parent => lines[child]
            .Replace($"\"run_id\":\"{person.RunId}\"", $"\"run_id\":\"{parent}\"").Replace($"\"parent_run_id\":\"{parents[^1]}\"", "\"parent_run_id\":null")));
        lines[^1] = lines[^1].Replace("\"runs\":1,", "\"runs\":602,");
        var there = AgentKitFixture.NewService();

        var receipt = await fixture.ImportAsync(there, lines);

        receipt.LinksCut.Should().Be(0);
        (await fixture.ExportSessionAsync(there, person.SessionId))[1..].Should().Equal(lines.Skip(1));
    }

    [Fact]
    public async Task ImportAsync_LineLongerThanAllowed_IsRefusedBeforeItIsHeld()
    {
        var person = await Person.CreateAsync(fixture);
        var lines = (await fixture.ExportUserAsync(person.Service, person.UserId)).ToList();
        await using var provider = fixture.CreateProvider(options => options.Limits.ImportLineBytes = 100_000);
        var endless = Encoding.UTF8.GetBytes(lines[0] + "\n" + lines[1] + "\n" + new string(' ', 200_000));

        var import = () => provider.GetRequiredService<IPersonalData>().ImportAsync(AgentKitFixture.NewService(), new MemoryStream(endless));

        var error = (await import.Should().ThrowAsync<ImportException>()).Which;
        error.Line.Should().Be(3);
        error.Problem.Should().Be("is longer than the 100000 bytes allowed");
    }

    [Fact]
    public async Task ImportAsync_InvalidUtf8_IsRefusedWithItsLine()
    {
        var person = await Person.CreateAsync(fixture);
        var bytes = PersonalDataFixtureExtensions.FileOf(await fixture.ExportUserAsync(person.Service, person.UserId)).ToArray();
        bytes[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("quoted"))] = 0xFF;

        var import = () => fixture.PersonalData().ImportAsync(AgentKitFixture.NewService(), new MemoryStream(bytes));

        (await import.Should().ThrowAsync<ImportException>()).Which.Message.Should().Be("Line 2 of the import is not valid UTF-8.");
    }

    /// <summary>Thousands of files with a wrong byte: each is read, or refused by the one error.</summary>
    [Fact]
    public async Task Read_BytesChangedAtRandom_EndsInRowsOrTheOneError()
    {
        var person = await Person.CreateAsync(fixture);
        var good = PersonalDataFixtureExtensions.FileOf(await fixture.ExportUserAsync(person.Service, person.UserId)).ToArray();
        var random = new Random(17);
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                await foreach (var row in ImportFile.ReadAsync(new MemoryStream(bytes), 1_000_000, CancellationToken.None))
                {
                    row.Values.Should().HaveCount(row.Table.Columns.Count);
                }
            }
            catch (ImportException)
            {
                refused++;
            }
        }

        refused.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public async Task ImportAsync_ByAnyoneButAService_IsRefused()
    {
        var data = fixture.PersonalData();

        await data.Awaiting(d => d.ImportAsync(AgentKitFixture.NewUser(), Stream.Null)).Should().ThrowAsync<AccessDeniedException>();
        await data.Awaiting(d => d.ImportAsync(AgentScope.ForAdmin("w", "u"), Stream.Null)).Should().ThrowAsync<AccessDeniedException>();
        await data.Awaiting(d => d.ImportAsync(AgentScope.Shared, Stream.Null)).Should().ThrowAsync<ArgumentException>();
        await data.Awaiting(d => d.ImportAsync(null!, Stream.Null)).Should().ThrowAsync<ArgumentNullException>();
        await data.Awaiting(d => d.ImportAsync(AgentKitFixture.NewService(), null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    /// <summary>A whole file with the rows of one table.</summary>
    private static IEnumerable<string> Only(List<string> lines, string table)
    {
        var rows = lines.Where(line => line.Contains($"\"table\":\"{table}\"")).ToList();
        return [lines[0], .. rows, $"{{\"footer\":{{\"rows\":{{\"{table}\":{rows.Count}}}}}}}"];
    }
}
