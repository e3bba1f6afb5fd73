using System.Text;
using System.Text.Json;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.PersonalData;

/// <summary>What the tests of this folder say often.</summary>
internal static class PersonalDataFixtureExtensions
{
    public static IPersonalData PersonalData(this AgentKitFixture fixture) => fixture.Get<IPersonalData>();

    /// <summary>The lines of an export of all of a person's data.</summary>
    public static async Task<string[]> ExportUserAsync(this AgentKitFixture fixture, AgentScope scope, string userId)
    {
        using var stream = new MemoryStream();
        await fixture.PersonalData().ExportUserAsync(scope, userId, stream);
        return Lines(stream);
    }

    public static async Task<string[]> ExportSessionAsync(this AgentKitFixture fixture, AgentScope scope, Guid sessionId)
    {
        using var stream = new MemoryStream();
        await fixture.PersonalData().ExportSessionAsync(scope, sessionId, stream);
        return Lines(stream);
    }

    public static Task<ImportReceipt> ImportAsync(this AgentKitFixture fixture, AgentScope scope, IEnumerable<string> lines) =>
        fixture.PersonalData().ImportAsync(scope, FileOf(lines));

    public static MemoryStream FileOf(IEnumerable<string> lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    /// <summary>The line, past the name of its table.</summary>
    public static JsonElement RowOf(string line) => JsonElement.Parse(line).GetProperty("row");

    public static string TableOf(string line) => JsonElement.Parse(line).GetProperty("table").GetString()!;

    /// <summary>How many rows of a workspace are in each table, but for what is nobody's.</summary>
    public static async Task<Dictionary<string, long>> CountRowsAsync(this AgentKitFixture fixture, string workspace, string condition = "true")
    {
        Dictionary<string, long> counts = [];
        foreach (var table in PersonalTables.All)
        {
            var count = await Sql.ScalarAsync<long>(
                fixture.Database.AdminConnectionString,
                $"SELECT count(*) FROM agentkit.{table.Name} WHERE workspace_id = '{workspace}' AND {condition}");
            if (count > 0)
            {
                counts[table.Name] = count;
            }
        }

        return counts;
    }

    private static string[] Lines(MemoryStream stream)
    {
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return text.TrimEnd('\n').Split('\n');
    }
}
