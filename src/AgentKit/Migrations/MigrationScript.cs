using System.Globalization;
using System.Text;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// What the migrator would send, as one text for whoever applies migrations by hand: the same files, each migration in a transaction of its own, under the
/// same lock, with its row in the ledger.
/// </summary>
internal sealed class MigrationScript(MigrationCatalog catalog, SqlTemplate template)
{
    private const string RolesFile = "roles.sql";

    private readonly StringBuilder _text = new();

    public string Up(int fromVersion, int toVersion, string? login)
    {
        Title($"up from version {fromVersion} to {toVersion}");
        if (login is not null)
        {
            Transaction($"the role {template.ApplicationRole}, for the login {login}", template.Render(RolesFile, EmbeddedSql.Read(RolesFile), login));
        }

        if (fromVersion == 0 && toVersion > 0)
        {
            Transaction(
                "the schema, and its record of migrations",
                Query(MigrationQueries.PrepareTransaction),
                Query(MigrationQueries.Lock),
                Query(MigrationQueries.CreateSchema),
                Query(MigrationQueries.CreateLedger),
                Query(MigrationQueries.GrantSchema),
                Query(MigrationQueries.GrantLedger));
        }

        foreach (var migration in catalog.All.Where(migration => migration.Version > fromVersion && migration.Version <= toVersion))
        {
            Transaction(
                $"{migration.Version:0000} {migration.Name}, up",
                Query(MigrationQueries.PrepareTransaction),
                Query(MigrationQueries.Lock),
                Query(MigrationQueries.Record, migration),
                template.Render(migration.Name, migration.UpSql));
        }

        return _text.ToString();
    }

    public string Down(int fromVersion, int toVersion)
    {
        Title($"down from version {fromVersion} to {toVersion}");
        foreach (var migration in catalog.All.Where(migration => migration.Version <= fromVersion && migration.Version > toVersion).Reverse())
        {
            Transaction(
                $"{migration.Version:0000} {migration.Name}, down",
                Query(MigrationQueries.PrepareTransaction),
                Query(MigrationQueries.Lock),
                Query(MigrationQueries.Erase, migration),
                template.Render(migration.Name, migration.DownSql));
        }

        return _text.ToString();
    }

    private void Title(string direction) => _text
        .Append(CultureInfo.InvariantCulture, $"-- AgentKit, schema {OneLine(template.Schema)}: {direction}.\n")
        .Append("-- Stop at the first error: psql -X -v ON_ERROR_STOP=1 -f <this file>\n");

    private void Transaction(string what, params IEnumerable<string> parts)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n-- {OneLine(what)}\nBEGIN;\n\n");
        foreach (var part in parts)
        {
            var sql = part.Trim();
            _text.Append(sql).Append(sql.EndsWith(';') ? "\n\n" : ";\n\n");
        }

        _text.Append("COMMIT;\n");
    }

    private string Query(string name, Migration? migration = null)
    {
        var sql = template.Render(name, EmbeddedSql.Read($"queries/{name}.sql"));
        return migration is null
            ? sql
            : sql
                .Replace("@Version", migration.Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("@Name", SqlTemplate.QuoteLiteral(migration.Name), StringComparison.Ordinal)
                .Replace("@Checksum", SqlTemplate.QuoteLiteral(migration.Checksum), StringComparison.Ordinal)
                .Replace("@IsBreaking", migration.IsBreaking ? "true" : "false", StringComparison.Ordinal);
    }

    /// <summary>A name that could end the comment that it stands in.</summary>
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
