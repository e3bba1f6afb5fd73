using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Who is asking: the workspace, the user, and how far they may see. It is the first argument of every store method and travels with each
/// call to the database, which enforces it by row-level security; it is never ambient.
/// </summary>
/// <remarks>Immutable and cheap to create; make one per request from the identity that the host has authenticated.</remarks>
public sealed record AgentScope
{
    /// <summary>The longest workspace id and user id, in UTF-16 characters.</summary>
    public const int MaxIdLength = 200;

    internal const string SharedWorkspaceId = "*";

    private AgentScope(string workspaceId, string? userId, AccessLevel access)
    {
        WorkspaceId = workspaceId;
        UserId = userId;
        Access = access;
    }

    /// <summary>The tenant, an opaque id of the host's.</summary>
    public string WorkspaceId { get; }

    /// <summary>The person inside the workspace, an opaque id of the host's; <see langword="null"/> for a service.</summary>
    public string? UserId { get; }

    /// <summary>How far the scope reaches inside the workspace.</summary>
    public AccessLevel Access { get; }

    /// <summary>
    /// The catalogue of agents that the host declares for all of its workspaces. Only <see cref="IAgentRegistry"/> has a use for it: agents
    /// registered here are found from every workspace that has no agent of the same id.
    /// </summary>
    public static AgentScope Shared { get; } = new(SharedWorkspaceId, userId: null, AccessLevel.Service);

    /// <summary>A person who reads and writes their own rows.</summary>
    /// <param name="workspaceId">1 to 200 characters, not <c>*</c>, which is reserved for <see cref="Shared"/>.</param>
    /// <param name="userId">1 to 200 characters.</param>
    /// <exception cref="ArgumentException">An id is empty, too long, reserved, or holds a character that PostgreSQL cannot store.</exception>
    public static AgentScope ForUser(string workspaceId, string userId) =>
        new(CheckWorkspace(workspaceId), CheckUser(userId, nameof(userId)), AccessLevel.User);

    /// <summary>A person who reads all of the workspace and writes their own rows.</summary>
    /// <param name="workspaceId">1 to 200 characters, not <c>*</c>, which is reserved for <see cref="Shared"/>.</param>
    /// <param name="userId">1 to 200 characters.</param>
    /// <exception cref="ArgumentException">An id is empty, too long, reserved, or holds a character that PostgreSQL cannot store.</exception>
    public static AgentScope ForAdmin(string workspaceId, string userId) =>
        new(CheckWorkspace(workspaceId), CheckUser(userId, nameof(userId)), AccessLevel.Admin);

    /// <summary>The host itself, which reads and writes all of one workspace. What it creates belongs to no user, but for forks,
    /// which belong to the owner of what they were forked from.</summary>
    /// <param name="workspaceId">1 to 200 characters, not <c>*</c>, which is reserved for <see cref="Shared"/>.</param>
    /// <exception cref="ArgumentException">The id is empty, too long, reserved, or holds a character that PostgreSQL cannot store.</exception>
    public static AgentScope ForService(string workspaceId) =>
        new(CheckWorkspace(workspaceId), userId: null, AccessLevel.Service);

    /// <summary>The host itself acting for a person: it reads and writes all of one workspace, and what it creates belongs to that user.</summary>
    /// <param name="workspaceId">1 to 200 characters, not <c>*</c>, which is reserved for <see cref="Shared"/>.</param>
    /// <param name="onBehalfOf">The user who will own what is created, forks of others' sessions apart; 1 to 200 characters.</param>
    /// <exception cref="ArgumentException">An id is empty, too long, reserved, or holds a character that PostgreSQL cannot store.</exception>
    public static AgentScope ForService(string workspaceId, string onBehalfOf) =>
        new(CheckWorkspace(workspaceId), CheckUser(onBehalfOf, nameof(onBehalfOf)), AccessLevel.Service);

    /// <summary>Whether the scope may change what belongs to <paramref name="ownerId"/>, once it sees it. The policies of the database decide; this
    /// says afterwards why a row that can be seen was not changed.</summary>
    internal bool MayWrite(string? ownerId) => Access == AccessLevel.Service || ownerId == UserId;

    private static string CheckWorkspace(string workspaceId)
    {
        TextGuard.Require(workspaceId, MaxIdLength, nameof(workspaceId));
        if (workspaceId == SharedWorkspaceId)
        {
            throw new ArgumentException($"The workspace id '{SharedWorkspaceId}' is reserved; use AgentScope.Shared.", nameof(workspaceId));
        }

        return workspaceId;
    }

    private static string CheckUser(string userId, string paramName)
    {
        TextGuard.Require(userId, MaxIdLength, paramName);
        return userId;
    }
}
