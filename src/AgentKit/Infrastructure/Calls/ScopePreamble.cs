namespace AgentKit.Infrastructure;

/// <summary>
/// Makes the statement that puts a scope in force: workspace, user and access level as settings that the policies read, and the role that
/// cannot bypass them. All of it lasts for one transaction.
/// </summary>
/// <remarks>Whatever it takes, one statement of it has a result, the first of the batch: a call goes past that one.</remarks>
internal sealed class ScopePreamble(QueryCatalog queries, AgentKitOptions options)
{
    private const string OfService = "service";

    private readonly bool _reachesNodes = options.ScopePropagation == ScopePropagation.Citus;
    private readonly Query _enterScope = queries["infrastructure/enter_scope"];
    private readonly Query _enterGroup = queries["infrastructure/enter_group"];
    private readonly Query _begin = queries["infrastructure/begin"];
    private readonly Query _becomeRole = queries["infrastructure/become_application_role"];
    private readonly Query _enterScopeOnNodes = queries["infrastructure/enter_scope_on_nodes"];
    private readonly Query _commit = queries["infrastructure/commit"];

    /// <summary>All that a call sends in one batch, which is a transaction.</summary>
    public Statement[] Call(AgentScope scope, ReadOnlySpan<Statement> statements) =>
        _reachesNodes
            ? [new(_begin), new(_becomeRole), Enter(_enterScopeOnNodes, scope), .. statements, new(_commit)]
            : [Enter(_enterScope, scope), .. statements];

    /// <summary>The first batch of a transaction that has begun.</summary>
    public Statement[] First(AgentScope scope, ReadOnlySpan<Statement> statements) =>
        _reachesNodes
            ? [new(_becomeRole), Enter(_enterScopeOnNodes, scope), .. statements]
            : [Enter(_enterScope, scope), .. statements];

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

    private static Statement Enter(Query query, AgentScope scope) =>
        new Statement(query)
            .Set("UserId", scope.UserId ?? "")
            .Set("Access", NameOf(scope.Access));

    private static string NameOf(AccessLevel access) => access switch
    {
        AccessLevel.User => "user",
        AccessLevel.Admin => "admin",
        AccessLevel.Service => OfService,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, "Unknown access level."),
    };
}
