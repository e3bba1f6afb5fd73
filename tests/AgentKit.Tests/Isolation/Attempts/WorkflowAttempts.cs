namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class WorkflowAttempts : IStoreAttempts
{
    public Type Store => typeof(IWorkflowFiles);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["SaveStateAsync"] = (t, s) => WithFolderAsync(t, async () => await File.ReadAllTextAsync(await t.Workflows.SaveStateAsync(s, t.Session.Id))),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["LoadStateAsync"] = (t, s) => WithFolderAsync(t, async () =>
        {
            var path = await t.Workflows.SaveStateAsync(t.Owner, t.Session.Id);
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"kind\"", "\"title\": \"stolen\", \"kind\"", StringComparison.Ordinal));
            try
            {
                return await t.Workflows.LoadStateAsync(s, t.Session.Id);
            }
            catch (AgentKitException)
            {
                // In another workspace the id is free: what comes back is theirs, and the original is untouched.
                var loaded = await t.Workflows.LoadStateAsync(s, t.Session.WorkingDirectory!);
                return loaded.WorkspaceId == t.Session.WorkspaceId ? loaded : null;
            }
        }),
    };

    private static async Task<object?> WithFolderAsync(Target target, Func<Task<object?>> attempt)
    {
        try
        {
            return await attempt();
        }
        finally
        {
            if (Directory.Exists(target.Session.WorkingDirectory))
            {
                Directory.Delete(target.Session.WorkingDirectory, recursive: true);
            }
        }
    }
}
