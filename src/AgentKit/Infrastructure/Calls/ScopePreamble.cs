namespace AgentKit.Infrastructure;

/// <summary>
/// Makes the statement that puts a scope in force: workspace, user and access level as settings that the policies read, and the role that
/// cannot bypass them. All of it lasts for one transaction.
/// </summary>
internal sealed class ScopePreamble(QueryCatalog queries)
{
    private const string OfService = "service";

    private readonly Query _enterScope = queries["infrastructure/enter_scope"];
    private readonly Query _enterGroup = queries["infrastructure/enter_group"];

    public Statement For(AgentScope scope) =>
        new Statement(_enterScope)
            .Set("UserId", scope.UserId ?? "")
            .Set("Access", NameOf(scope.Access));

    /// <summary>
    /// For a group: a service's rights, where all members have them; else those of nobody, and of each member for the rows that are theirs.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// One of users does not say whose rows are whose, or one of services does: it is not what it is taken for.
    /// </exception>
    public Statement[] ForGroup(bool isOfService, string[] rowDigits, string[] userIds)
    {
        if (isOfService != (rowDigits.Length == 0))
        {
            throw new InvalidOperationException("A group of users, and no other, says whose rows are whose.");
        }

        return isOfService
            ? [new Statement(_enterScope).Set("UserId", "").Set("Access", OfService)]
            :
            [
                new Statement(_enterScope).Set("UserId", "").Set("Access", "group"),
                new Statement(_enterGroup).Set("RowDigits", rowDigits).Set("UserIds", userIds),
            ];
    }

    private static string NameOf(AccessLevel access) => access switch
    {
        AccessLevel.User => "user",
        AccessLevel.Admin => "admin",
        AccessLevel.Service => OfService,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, "Unknown access level."),
    };
}
