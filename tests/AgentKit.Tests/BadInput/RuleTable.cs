namespace AgentKit.Tests.BadInput;

/// <summary>
/// What every place takes, by its record and property, or its contract, method and argument; an argument that is the same in all methods of a
/// contract stands there without a method. A place without a row fails the tests.
/// </summary>
internal static partial class RuleTable
{
    private const int Kibi = 1024;
    private const int Mebi = 1024 * 1024;

    private static readonly Dictionary<string, Rule> Rules = new(
        [.. OfSessions, .. OfTurns, .. OfRuns, .. OfToolRuns, .. OfTasks, .. OfEvents, .. OfAgents, .. OfBudgets, .. OfPreferences, .. OfPersonalData, .. OfTheRest]);

    public static IReadOnlyCollection<string> Keys => Rules.Keys;

    /// <summary>The key of a place's rule, or null where there is none.</summary>
    public static string? KeyOf(Place place)
    {
        if (Rules.ContainsKey(place.Key))
        {
            return place.Key;
        }

        var parts = place.Key.Split('.');
        var general = parts.Length == 3 ? $"{parts[0]}.{parts[2]}" : place.Key;
        return Rules.ContainsKey(general) ? general : place.Name == "scope" ? "AgentScope" : null;
    }

    public static Rule Of(Place place) =>
        Rules[KeyOf(place) ?? throw new KeyNotFoundException($"{place} has no rule: say in {nameof(RuleTable)} what it takes.")];
}
