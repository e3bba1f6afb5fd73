namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class PreferenceAttempts : IScopeAttempts
{
    private static PreferenceChange Stolen => new() { ResponseStyle = "stolen", Metadata = { ["stolen"] = true } };

    public Type Subject => typeof(IPreferenceStore);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["GetAsync(string)"] = (t, s) => UnlessDeniedAsync(async () =>
        {
            var read = await t.Preferences.GetAsync(s, "owner");
            return read.Own.ResponseStyle;
        }),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        // In another workspace "owner" is somebody else: what comes back is theirs, and the original is untouched.
        ["UpdateAsync(PreferenceChange, string)"] = (t, s) => UnlessDeniedAsync(async () =>
        {
            await t.Preferences.UpdateAsync(s, Stolen, "owner");
            return null;
        }),
        ["ResetAsync(string)"] = (t, s) => UnlessDeniedAsync(async () =>
        {
            await t.Preferences.ResetAsync(s, "owner");
            return null;
        }),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> FromOutside { get; } = new()
    {
        ["GetDefaultsAsync()"] = async (t, s) => (await t.Preferences.GetDefaultsAsync(s)).Locale,
        ["UpdateDefaultsAsync(PreferenceChange)"] = async (t, s) =>
        {
            await t.Preferences.UpdateDefaultsAsync(s, new PreferenceChange { Locale = "de" });
            return (await t.Preferences.GetDefaultsAsync(t.Service)).Locale == "es-CO" ? null : "changed";
        },
    };

    /// <summary>There is nothing to be found or not: everybody has preferences, and whose are asked for is said. So it is denied without looking.</summary>
    private static async Task<object?> UnlessDeniedAsync(Func<Task<object?>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (AccessDeniedException)
        {
            return null;
        }
    }
}
