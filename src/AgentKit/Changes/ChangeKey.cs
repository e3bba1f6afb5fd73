using System.Security.Cryptography;
using System.Text;

namespace AgentKit;

/// <summary>
/// What notifications carry in place of ids: every login of the database may listen to them. Short hashes; a collision wakes somebody in vain.
/// </summary>
internal static class ChangeKey
{
    private const int HashBytes = 8;
    private const int WorkspaceLength = 2 * HashBytes;

    /// <summary>The key of a workspace.</summary>
    public static string Of(AgentScope scope) => Hash(scope.WorkspaceId);

    /// <summary>The key of a session, which begins with that of its workspace; the payload of a notification.</summary>
    public static string Of(AgentScope scope, Guid sessionId) => Of(scope) + Hash($"{scope.WorkspaceId}/{sessionId:N}");

    /// <summary>The key of the workspace that the session of a key is in.</summary>
    public static string WorkspaceOf(string key) => key.Length > WorkspaceLength ? key[..WorkspaceLength] : key;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));
}
