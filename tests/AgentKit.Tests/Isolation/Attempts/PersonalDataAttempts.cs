using System.Text;

namespace AgentKit.Tests.Isolation.Attempts;

internal sealed class PersonalDataAttempts : IScopeAttempts
{
    public Type Subject => typeof(IPersonalData);

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Reads { get; } = new()
    {
        ["ExportUserAsync(string, Stream)"] = (t, s) => ExportAsync(async stream => await t.PersonalData.ExportUserAsync(s, t.Owner.UserId!, stream)),
        ["ExportSessionAsync(Guid, Stream)"] = (t, s) =>
            ExportAsync(async stream => await t.PersonalData.ExportSessionAsync(s, t.Session.Id, stream)),
    };

    public Dictionary<string, Func<Target, AgentScope, Task<object?>>> Writes { get; } = new()
    {
        ["EraseUserAsync(string, Guid?)"] = (t, s) => UnlessRefused(async () => Any(await t.PersonalData.EraseUserAsync(s, t.Owner.UserId!))),
        ["EraseSessionAsync(Guid, Guid?)"] = (t, s) => UnlessRefused(async () => Any(await t.PersonalData.EraseSessionAsync(s, t.Session.Id))),
        ["ImportAsync(Stream)"] = async (t, s) =>
        {
            using var stream = new MemoryStream();
            await t.PersonalData.ExportUserAsync(t.Owner, t.Owner.UserId!, stream);

            // The owner's file, with an event in it that is not there yet.
            var forged = Encoding.UTF8.GetString(stream.ToArray())
                .Replace(t.Event.Id.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal);
            using var file = new MemoryStream(Encoding.UTF8.GetBytes(forged));
            return await UnlessRefused(async () =>
            {
                // In another workspace the ids are free: what is made of the file is theirs, and the original is untouched.
                var receipt = await t.PersonalData.ImportAsync(s, file);
                return s.WorkspaceId == t.Owner.WorkspaceId ? receipt : null;
            });
        },
    };

    /// <summary>A refusal says nothing of what there is: who asks for whom is known before anything is read.</summary>
    internal static async Task<object?> UnlessRefused(Func<Task<object?>> attempt)
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

    private static ErasureReceipt? Any(ErasureReceipt receipt) => receipt.Removed.Count + receipt.Pseudonymized.Count == 0 ? null : receipt;

    private static Task<object?> ExportAsync(Func<Stream, Task> export) => UnlessRefused(async () =>
    {
        using var stream = new MemoryStream();
        await export(stream);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return text.Contains("secret", StringComparison.Ordinal) ? text : null;
    });
}
