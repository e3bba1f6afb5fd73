namespace AgentKit.Infrastructure;

/// <summary>
/// Makes the statement that puts a scope in force: workspace, user and access level as settings that the policies read, and the role that
/// cannot bypass them. All of it lasts for one transaction.
/// </summary>
internal sealed class ScopePreamble(QueryCatalog queries)
{
    private readonly Query _enterScope = queries["infrastructure/enter_scope"];

    public Statement For(AgentScope scope) =>
        new Statement(_enterScope)
            .Set("UserId", scope.UserId ?? "")
            .Set("Access", NameOf(scope.Access));

    private static string NameOf(AccessLevel access) => access switch
    {
        AccessLevel.User => "user",
        AccessLevel.Admin => "admin",
        AccessLevel.Service => "service",
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, "Unknown access level."),
    };
}
