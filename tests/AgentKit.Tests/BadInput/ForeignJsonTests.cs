using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Isolation;
using AgentKit.Tests.Isolation.Attempts;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.BadInput;

/// <summary>
/// Somebody else has written into a column of JSON what the library would never write. Every read of that concept is tried: all that it found
/// before it finds still, or, where there is no meaning to be made of the value, it says which column of what is at fault.
/// </summary>
public sealed class ForeignJsonTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    /// <summary>What any column of JSON holds.</summary>
    private static readonly string[] Values =
    [
        "[]",
        "null",
        "1e400",
        "[null, 1, \"a\", []]",
        "[{\"name\": \"greet\", \"seen_at\": 1700000000, \"sent_at\": 1700000000000, \"confidence\": \"high\"}]",
        "[{\"name\": null}]",
        "[{\"Name\": 5, \"Next\": null}]",
        "{\"intent\": \"greet\", \"confidence\": 7}",
        $"{new string('[', 1_000)}{new string(']', 1_000)}",
        $"{string.Concat(Enumerable.Repeat("{\"a\": ", 1_000))}1{new string('}', 1_000)}",
    ];

    /// <summary>What <c>json</c> holds besides, because it looks at nothing but the syntax.</summary>
    private static readonly string[] VerbatimValues =
        ["{\"a\": 1, \"a\": {\"b\": 2, \"b\": 3}}", "{\"a\": \"\\u0000\"}", "{\"\\ud800\": \"\\udfff\"}", "[{\"type\": \"text\", \"text\": 5, \"text\": \"\\ud800\"}]"];

    /// <summary>The contract that reads each table.</summary>
    private static readonly Dictionary<string, IScopeAttempts> ReadersOf = new()
    {
        ["agents"] = new AgentAttempts(),
        ["archived_turns"] = new SessionAttempts(),
        ["events"] = new EventAttempts(),
        ["preference_defaults"] = new PreferenceAttempts(),
        ["preferences"] = new PreferenceAttempts(),
        ["runs"] = new RunAttempts(),
        ["session_commits"] = new SessionAttempts(),
        ["session_state"] = new SessionAttempts(),
        ["session_summaries"] = new SessionAttempts(),
        ["sessions"] = new SessionAttempts(),
        ["task_steps"] = new TaskAttempts(),
        ["tasks"] = new TaskAttempts(),
        ["tool_runs"] = new ToolRunAttempts(),
        ["turns"] = new SessionAttempts(),
    };

    /// <summary>Where a guess would be worse than an error: what is decided on, and what would allow everything if it were left out.</summary>
    private static readonly Dictionary<string, string> Says = new()
    {
        ["session_state.intents_seen"] = "The intents_seen of session",
        ["session_state.templates_sent"] = "The templates_sent of session",
        ["session_state.captured_data"] = "The captured_data of session",
        ["session_state.data"] = "The data of session",
        ["agents.phases"] = "The phases of agent own",
    };

    [Fact]
    public async Task Read_OfWhatAnotherWriterHasLeft_FindsItOrSaysWhatItIs()
    {
        List<string> violations = [];
        var columns = await ColumnsAsync();
        columns.Select(column => column.Table).Distinct().Should().BeEquivalentTo(ReadersOf.Keys, "each table with JSON has somebody who reads it");

        foreach (var (table, column, isVerbatim) in columns)
        {
            var target = await Target.CreateAsync(fixture);
            foreach (var value in isVerbatim ? Values.Concat(VerbatimValues) : Values)
            {
                await PutAsync(target, table, column, value, isVerbatim);
                foreach (var (name, read) in ReadersOf[table].Reads.Concat(ReadersOf[table].FromOutside).Where(item => IsRead(item.Key)))
                {
                    var isGone = column == "content" && (name.StartsWith("Search", StringComparison.Ordinal) || name.StartsWith("FindUn", StringComparison.Ordinal));
                    if (await FindViolationAsync(target, read, Says.GetValueOrDefault($"{table}.{column}"), isGone) is { } violation)
                    {
                        violations.Add($"{name} with {table}.{column} = {value[..Math.Min(value.Length, 80)]}: {violation}");
                    }
                }
            }
        }

        string.Join('\n', violations).Should().BeEmpty();
    }

    [Fact]
    public async Task Turn_MetadataWithRepeatedKeys_CanBeLookedInto()
    {
        var target = await Target.CreateAsync(fixture);
        await PutAsync(target, "turns", "metadata", "{\"a\": 1, \"a\": {\"b\": [{\"c\": 2, \"c\": 3}]}, \"\\ud800\": 4}", isVerbatim: true);

        var turn = (await target.Sessions.GetTurnsAsync(target.Owner, target.Session.Id))[0];

        turn.Metadata!.ToJsonString().Should().Be("{\"a\":{\"b\":[{\"c\":3}]}}");
    }

    [Fact]
    public async Task Update_OfASessionWithForeignState_DecidesNothing()
    {
        var target = await Target.CreateAsync(fixture);
        await PutAsync(target, "session_state", "intents_seen", "[{\"name\": \"greet\", \"seen_at\": 1700000000}]", isVerbatim: false);
        var asked = 0;

        var update = () => target.Sessions.UpdateAsync(target.Owner, target.Session.Id, _ =>
        {
            asked++;
            return new SessionCommit();
        });

        (await update.Should().ThrowAsync<DatabaseException>()).WithMessage($"The intents_seen of session {target.Session.Id} are stored in a form*")
            .Which.ToString().Should().NotContain("greet");
        asked.Should().Be(0);
    }

    private static bool IsRead(string member) => !member.StartsWith("Export", StringComparison.Ordinal)
        && new[] { "Get", "Find", "List", "Stream", "Search", "Replay" }.Any(verb => member.StartsWith(verb, StringComparison.Ordinal))
        && member != "GetOrCreateAsync(NewSession)";

    private static async Task<string?> FindViolationAsync(Target target, Func<Target, AgentScope, Task<object?>> read, string? says, bool isGone)
    {
        try
        {
            return await read(target, target.Owner) is null && !isGone ? "it found nothing" : null;
        }
        catch (DatabaseException error) when (says is not null && error.Message.StartsWith(says, StringComparison.Ordinal))
        {
            return null;
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message} {error.InnerException?.Message}";
        }
    }

    /// <summary>Into all of the workspace's rows, as somebody to whom no policy applies.</summary>
    private async Task PutAsync(Target target, string table, string column, string json, bool isVerbatim)
    {
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var command = dataSource.CreateCommand(
            $"UPDATE agentkit.{table} SET {column} = $1::{(isVerbatim ? "json" : "jsonb")} WHERE workspace_id = $2");
        command.Parameters.Add(new() { Value = json });
        command.Parameters.Add(new() { Value = target.Owner.WorkspaceId });
        (await command.ExecuteNonQueryAsync()).Should().BePositive($"there are rows in {table}");
    }

    private async Task<IReadOnlyList<(string Table, string Column, bool IsVerbatim)>> ColumnsAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(fixture.Database.AdminConnectionString);
        await using var command = dataSource.CreateCommand(
            """
            SELECT table_name::text, column_name::text, data_type::text = 'json'
            FROM information_schema.columns
            WHERE table_schema = 'agentkit' AND data_type IN ('json', 'jsonb')
            ORDER BY 1, 2
            """);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string, bool)> columns = [];
        while (await reader.ReadAsync())
        {
            columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        }

        return columns;
    }
}
