using System.Text;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>A file may come from anybody. Whatever is wrong with it is said with its line, and without its content.</summary>
public sealed class ImportRefusalTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private const string Secret = "s3cret";

    private const string Turn2 = "\"turn_number\":2,";

    /// <summary>What is done to the lines of a good file, where it is noticed, and what is said.</summary>
    private static readonly Dictionary<string, (Func<List<string>, List<string>> Change, string Says)> Changes = new()
    {
        ["empty"] = (_ => [], "is not the header"),
        ["no header"] = (lines => lines[1..], "Line 1 of the import is not the header"),
        ["another format"] = (lines => Edit(lines, 0, "agentkit-export", "csv"), "Line 1 of the import is not the header"),
        ["a later format"] = (lines => Edit(lines, 0, "\"version\":1", "\"version\":2"), "Line 1 of the import is of another version of the format than 1"),
        ["no footer"] = (lines => lines[..^1], "is missing: the file was cut off"),
        ["half a line"] = (lines => [.. lines[..3], lines[3][..20]], "Line 4 of the import is not strict JSON"),
        ["a blank line"] = (lines => [.. lines[..2], "", .. lines[2..]], "Line 3 of the import is not strict JSON"),
        ["a line more"] = (lines => [.. lines, lines[^2]], "comes after the footer"),
        ["a row less"] = (lines => Without(lines, "events"), "counts 2 rows of events, and there are 1"),
        ["a turn less"] = (lines => Without(lines, "turns"), "leaves a gap between the turns"),
        ["no turns"] = (lines => Without(Without(lines, "turns"), "turns"), "of which 0 turns are there, and 2 are counted"),
        ["a turn more than counted"] = (lines => EditRow(lines, "sessions", "\"turn_count\":2", "\"turn_count\":1"), "of which 2 turns are there, and 1 are counted"),
        ["a row twice"] = (lines => Twice(lines, "commits"), "is out of order"),
        ["a session twice"] = (lines => Twice(lines, "sessions"), "ends a session of which 0 turns"),
        ["children first"] = (lines => [lines[0], .. Move(lines[1..])], "not below its session"),
        ["another table"] = (lines => EditRow(lines, "turns", "\"table\":\"turns\"", $"\"table\":\"{Secret}\""), "is of a table that is not known"),
        ["a table that is nobody's"] = (lines => EditRow(lines, "turns", "\"table\":\"turns\"", "\"table\":\"agents\""), "is of a table that is not known"),
        ["another column"] = (lines => EditRow(lines, "turns", "\"author\":", $"\"{Secret}\":"), "has a column that turns does not have"),
        ["a column twice"] = (lines => EditRow(lines, "turns", "\"author\":", "\"model\":"), "or one of its columns twice"),
        ["a column less"] = (lines => EditRow(lines, "turns", Turn2, ""), "lacks the column turn_number of turns"),
        ["a number in quotes"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":\"1\","), "has a value for turn_number that is no bigint"),
        ["half a number"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":1.5,"), "no bigint"),
        ["a number too large"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":9223372036854775808,"), "no bigint"),
        ["no number"] = (lines => EditRow(lines, "turns", "\"turn_number\":1,", "\"turn_number\":null,"), "has no value for turn_number"),
        ["no id"] = (lines => EditRow(lines, "runs", "\"run_id\":\"0", $"\"run_id\":\"{Secret}"), "has a value for run_id that is no uuid"),
        ["no time"] = (lines => EditRow(lines, "turns", "\"created_at\":\"2026", "\"created_at\":\"tomorrow"), "has a value for created_at that is no timestamptz"),
        ["a time in words"] = (lines => EditRow(lines, "sessions", "\"created_at\":\"2026-01-02T03:04:05.678901+00:00\"", "\"created_at\":\"now\""), "no timestamptz"),
        ["no boolean"] = (lines => EditRow(lines, "turns", "\"has_tool_result\":true", "\"has_tool_result\":1"), "no boolean"),
        ["an object for a text"] = (lines => EditRow(lines, "turns", "\"role\":\"user\"", "\"role\":{}"), "no text"),
        ["a number beyond numeric"] = (lines => EditRow(lines, "turns", "12345678901234567890.000000001", "1e999999"), "is refused: PostgreSQL answered with SQLSTATE 22003"),
        ["a role that is none"] = (lines => EditRow(lines, "turns", "\"role\":\"user\"", $"\"role\":\"{Secret}\""), "constraint turns_role_check"),
        ["nobody's id"] = (lines => EditRow(lines, "preferences", "\"user_id\":\"u-1\"", "\"user_id\":\"\""), "constraint preferences_user_id_check"),
        ["an escaped U+0000"] = (lines => EditRow(lines, "turns", "\"t\": \"", $"\"t\": \"{Secret}\\u0000"), "contains the escape of U+0000"),
        ["half a surrogate pair"] = (lines => EditRow(lines, "turns", "\"t\": \"", $"\"t\": \"{Secret}\\ud800"), "unpaired surrogate"),
        ["U+0000 itself"] = (lines => EditRow(lines, "turns", "\"t\": \"", "\"t\": \"\0"), "is not strict JSON"),
        ["deep nesting"] = (lines => EditRow(lines, "turns", "{ \"z\"", new string('[', 200) + "{ \"z\""), "is not strict JSON"),
        ["a null that is none"] = (lines => EditRow(lines, "tool_runs", "\"json_null\":[\"output\"]", "\"json_null\":[\"input\"]"), "names a column in json_null"),
        ["nulls that are no names"] = (lines => EditRow(lines, "tool_runs", "\"json_null\":[\"output\"]", "\"json_null\":[1]"), "something else than names"),
        ["a footer of texts"] = (lines => EditRow(lines, "footer", "\"sessions\":1", "\"sessions\":\"1\""), "counts in something else than whole numbers"),
        ["a footer of another table"] = (lines => EditRow(lines, "footer", "\"sessions\":1", "\"sessions\":1,\"x\":0"), "counts a table that is not known"),
        ["a turn of somebody else"] = (lines => EditRow(lines, "turns", "\"user_id\":\"u-1\"", "\"user_id\":\"u-2\""), "does not fit what is there"),
        ["a step of somebody else"] = (lines => EditRow(lines, "task_steps", "\"user_id\":\"u-1\"", "\"user_id\":\"u-2\""), "does not fit what is there"),
        ["a commit beyond the session"] = (lines => EditRow(lines, "session_commits", "\"version\":1,", "\"version\":9,"), "does not fit what is there"),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ImportAsync_FileThatIsNotWhole_SaysTheLineAndWhatIsWrong(string name)
    {
        var person = await Person.CreateAsync(fixture);
        var lines = (await fixture.ExportUserAsync(person.Service, person.UserId)).ToList();
        var (change, says) = Changes[name];
        var changed = change([.. lines]);
        changed.Should().NotEqual(lines);

        var import = () => fixture.ImportAsync(AgentKitFixture.NewService(), changed.Count == 0 ? [] : changed);

        var error = (await import.Should().ThrowAsync<ImportException>()).Which;
        error.Message.Should().Contain(says).And.NotContain(Secret);
        error.ToString().Should().NotContain(Secret);
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

    private static int Find(List<string> lines, string table) =>
        table == "footer" ? lines.Count - 1
        : lines.FindIndex(line => line.Contains($"\"table\":\"{table}\"") || line.Contains($"\"table\":\"session_{table}\""));

    private static List<string> Edit(List<string> lines, int index, string from, string to)
    {
        lines[index] = lines[index].Replace(from, to);
        return lines;
    }

    /// <summary>In the first row of the table that has it.</summary>
    private static List<string> EditRow(List<string> lines, string table, string from, string to)
    {
        var index = table == "footer" ? lines.Count - 1 : lines.FindIndex(line => line.Contains($"\"table\":\"{table}\"") && line.Contains(from));
        return Edit(lines, index, from, to);
    }

    private static List<string> Without(List<string> lines, string table)
    {
        lines.RemoveAt(Find(lines, table));
        return lines;
    }

    private static List<string> Twice(List<string> lines, string table)
    {
        var index = Find(lines, table);
        lines.Insert(index + 1, lines[index]);
        return lines;
    }

    private static IEnumerable<string> Move(List<string> rows) => rows[1..^1].Append(rows[0]).Append(rows[^1]);
}
