namespace AgentKit;

/// <summary>The names of <see cref="AutoExecuteLevel"/> in the database.</summary>
internal static class AutoExecuteLevelNames
{
    public static string Of(AutoExecuteLevel level) => level switch
    {
        AutoExecuteLevel.SuggestOnly => "suggest_only",
        AutoExecuteLevel.Confirm => "confirm",
        AutoExecuteLevel.AutoLowRisk => "auto_low_risk",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown auto-execute level."),
    };

    public static AutoExecuteLevel Parse(string name) => name switch
    {
        "suggest_only" => AutoExecuteLevel.SuggestOnly,
        "confirm" => AutoExecuteLevel.Confirm,
        "auto_low_risk" => AutoExecuteLevel.AutoLowRisk,
        _ => throw new DatabaseException("Preferences have an auto-execute level that this library does not know.", sqlState: null),
    };
}
