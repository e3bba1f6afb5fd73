namespace AgentKit;

/// <summary>The files of <c>sql/queries/preferences</c>.</summary>
internal static class PreferenceQueries
{
    public const string Get = "preferences/get";
    public const string GetDefaults = "preferences/get_defaults";
    public const string Update = "preferences/update";
    public const string UpdateDefaults = "preferences/update_defaults";
    public const string Reset = "preferences/reset";
}
