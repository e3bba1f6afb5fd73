using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a message tells a database administrator to run, ready to be pasted into a POSIX shell.</summary>
internal static class AdministratorCommands
{
    public static string SetUpRole(DatabaseState state, string applicationRole) =>
        SetUpRole(state.Database, state.Login, applicationRole);

    public static string SetUpRole(string database, string login, string applicationRole) =>
        "A database administrator runs, with the file sql/roles.sql of AgentKit (it is in the package AgentKit.Postgres): "
        + $"psql -d {Quote(database)} -v ON_ERROR_STOP=1 -v {Quote($"app_role={applicationRole}")} "
        + $"-v {Quote($"login={login}")} -f sql/roles.sql";

    public static string CreateSchema(DatabaseState state, string schema)
    {
        var statement = $"CREATE SCHEMA {SqlTemplate.QuoteIdentifier(schema)} AUTHORIZATION {SqlTemplate.QuoteIdentifier(state.Login)}";
        return $"A database administrator runs: psql -d {Quote(state.Database)} -c {Quote(statement)}";
    }

    private static string Quote(string word) =>
        word.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '=' or '.' or '-')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
