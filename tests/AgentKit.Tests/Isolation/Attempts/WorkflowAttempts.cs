namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class WorkflowAttempts : IScopeAttempts
{
    public Type Subject => typeof(IWorkflowFiles);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["SaveStateAsync(Guid)"] = (t, s) =>
            WithFolderAsync(t, async () => await File.ReadAllTextAsync(await t.Workflows.SaveStateAsync(s, t.Session.Id))),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["LoadStateAsync(Guid, bool)"] = (t, s) => WithFolderAsync(t, async () =>
        {
            await ForgeAsync(t);
            return await t.Workflows.LoadStateAsync(s, t.Session.Id);
        }),
        ["LoadStateAsync(string, bool)"] = (t, s) => WithFolderAsync(t, async () =>
        {
            await ForgeAsync(t);

            // In another workspace the id is free: what comes back is theirs, and the original is untouched.
            var loaded = await t.Workflows.LoadStateAsync(s, t.Session.WorkingDirectory!);
            return loaded.WorkspaceId == t.Session.WorkspaceId ? loaded : null;
        }),
    };

    /// <summary>The owner's file, with another title in it.</summary>
    private static async Task ForgeAsync(Target target)
    {
        var path = await target.Workflows.SaveStateAsync(target.Owner, target.Session.Id);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"kind\"", "\"title\": \"stolen\", \"kind\"", StringComparison.Ordinal));
    }

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
