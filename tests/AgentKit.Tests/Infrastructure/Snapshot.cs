using FluentAssertions;

namespace AgentKit.Tests.Infrastructure;

/// <summary>
/// A file of the repository that holds what a test computes, so that a change of it is seen in review. Run the tests with
/// <c>AGENTKIT_UPDATE_SNAPSHOTS=1</c> to write the files anew.
/// </summary>
internal static class Snapshot
{
    private const string UpdateVariable = "AGENTKIT_UPDATE_SNAPSHOTS";

    /// <summary>Fails with the lines that differ.</summary>
    public static async Task MatchAsync(string file, string actual)
    {
        var path = Repository.PathOf(file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(path, actual);
            return;
        }

        var expected = File.Exists(path) ? (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n") : "";
        Differences(expected, actual).Should().BeEmpty(
            "{0} (-) is to hold what there is (+); if the change is meant, run the tests with {1}=1 and commit the file", file, UpdateVariable);
    }

    /// <summary>What is between the lines at the beginning and at the end that both have: <c>-</c> expected, <c>+</c> actual.</summary>
    public static IReadOnlyList<string> Differences(string expected, string actual)
    {
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        var start = 0;
        while (start < was.Length && start < now.Length && was[start] == now[start])
        {
            start++;
        }

        var (wasEnd, nowEnd) = (was.Length, now.Length);
        while (wasEnd > start && nowEnd > start && was[wasEnd - 1] == now[nowEnd - 1])
        {
            (wasEnd, nowEnd) = (wasEnd - 1, nowEnd - 1);
        }

        var (gone, added) = (was[start..wasEnd], now[start..nowEnd]);
        string[] differences =
        [
            .. gone.Except(added, StringComparer.Ordinal).Select(line => $"- {line}"),
            .. added.Except(gone, StringComparer.Ordinal).Select(line => $"+ {line}"),
        ];
        if (differences.Length == 0 && (gone.Length > 0 || added.Length > 0))
        {
            return [$"the same lines in another order or number from line {start + 1} on"];
        }

        return differences;
    }
}
