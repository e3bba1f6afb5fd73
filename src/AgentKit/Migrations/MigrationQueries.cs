namespace AgentKit;

/// <summary>The files of <c>sql/queries/migrations</c>.</summary>
internal static class MigrationQueries
{
    public const string PrepareTransaction = "migrations/prepare_transaction";
    public const string Lock = "migrations/lock";
    public const string Inspect = "migrations/inspect";
    public const string AssumeRole = "migrations/assume_role";
    public const string Applied = "migrations/applied";
    public const string CreateSchema = "migrations/create_schema";
    public const string CreateLedger = "migrations/create_ledger";
    public const string GrantSchema = "migrations/grant_schema";
    public const string GrantLedger = "migrations/grant_ledger";
    public const string Record = "migrations/record";
    public const string Erase = "migrations/erase";
    public const string DropSchema = "migrations/drop_schema";
}
