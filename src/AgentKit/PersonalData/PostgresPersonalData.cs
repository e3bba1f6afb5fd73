using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>People's data in PostgreSQL. Its partial files follow the contract: export, import, erasure.</summary>
internal sealed partial class PostgresPersonalData(Database database, Eraser eraser, AgentKitOptions options, TimeProvider time) : IPersonalData
{
    private static void CheckUser(string userId) => TextGuard.Require(userId, AgentScope.MaxIdLength, nameof(userId));

    /// <summary>Whoever a person is, they are themselves; for others it takes more than the level of a user.</summary>
    private static void RequireSelf(AgentScope scope, string userId, string operation, bool orAdmin)
    {
        var isAllowed = scope.UserId == userId || scope.Access == AccessLevel.Service || (orAdmin && scope.Access == AccessLevel.Admin);
        if (!isAllowed)
        {
            throw new AccessDeniedException(scope.Access, operation, $"the data of user {userId}");
        }
    }
}
