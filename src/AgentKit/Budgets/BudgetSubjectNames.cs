namespace AgentKit;

/// <summary>The names of <see cref="BudgetSubjectKind"/> in the database.</summary>
internal static class BudgetSubjectNames
{
    public static string Of(BudgetSubjectKind kind) => kind switch
    {
        BudgetSubjectKind.Workspace => "workspace",
        BudgetSubjectKind.Agent => "agent",
        BudgetSubjectKind.Session => "session",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of subject."),
    };

    public static BudgetSubject Parse(string name, string id) => name switch
    {
        "workspace" => BudgetSubject.Workspace,
        "agent" => BudgetSubject.Agent(id),
        "session" => BudgetSubject.Session(Guid.Parse(id)),
        _ => throw new DatabaseException("A budget has a subject that this library does not know.", sqlState: null),
    };
}
