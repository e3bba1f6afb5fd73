using System.Text.RegularExpressions;

namespace AgentKit.Tests.Guards.Queries;

/// <summary>House rules of a query that can be read off its text.</summary>
/// <param name="tablesWithTime">Tables that have a column <c>updated_at</c>.</param>
internal sealed partial class QueryChecks(IReadOnlySet<string> tablesWithTime)
{
    /// <summary>The one table that belongs to no workspace.</summary>
    private const string Ledger = "schema_migrations";

    private static readonly HashSet<string> KeyWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "where", "and", "or", "not", "null", "is", "in", "exists", "join", "cross", "inner", "on", "as", "order", "group",
        "by", "having", "limit", "union", "all", "with", "insert", "into", "values", "update", "set", "delete", "returning", "conflict",
        "do", "nothing", "case", "when", "then", "else", "end", "lateral", "asc", "desc", "for", "using", "between", "like", "distinct",
        "over", "partition",
        "skip", "locked", "coalesce", "greatest", "least", "ordinality", "within", "filter",
    };

    /// <param name="file">The text of the file, comments included.</param>
    /// <param name="asksForNoWorkspace">Whether the query is one of the few that ask about all workspaces, or none.</param>
    public IEnumerable<string> Problems(string file, bool asksForNoWorkspace = false)
    {
        var sql = new SqlText(file);
        var problems = Form(file, sql).Concat(sql.Segments.SelectMany(Writes));
        return asksForNoWorkspace ? problems : problems.Concat(sql.Segments.SelectMany(segment => Tables(sql, segment)));
    }

    private static IEnumerable<string> Form(string file, SqlText sql)
    {
        foreach (Match word in Word().Matches(sql.Code))
        {
            if (KeyWords.Contains(word.Value) && word.Value.Any(char.IsLower))
            {
                yield return $"write the key word {word.Value} in upper case";
            }
        }

        foreach (Match parameter in Parameter().Matches(sql.Code))
        {
            if (!char.IsUpper(parameter.Groups["name"].Value[0]) || parameter.Value.Contains('_', StringComparison.Ordinal))
            {
                yield return $"name the parameter {parameter.Value} in PascalCase";
            }
        }

        foreach (var line in SqlText.TrailingComments(file))
        {
            yield return $"give the comment a line of its own: {line}";
        }

        if (SelectAll().IsMatch(sql.Code))
        {
            yield return "name the columns instead of SELECT *: a new column would change the result";
        }

        if (sql.Code.Contains("/*", StringComparison.Ordinal))
        {
            yield return "write comments with --: the library removes no other";
        }

        if (Merge().IsMatch(sql.Code))
        {
            yield return "use INSERT ... ON CONFLICT instead of MERGE, which Citus does not distribute";
        }

        if (sql.Code.Contains(';', StringComparison.Ordinal))
        {
            yield return "remove the semicolon: a file is one statement";
        }

        if (Writing().IsMatch(sql.Code) && Volatile().Match(sql.Code) is { Success: true } call)
        {
            yield return $"pass the value of {call.Value}) as a parameter: volatile functions cannot be routed in an UPDATE";
        }
    }

    private static IEnumerable<string> Tables(SqlText sql, string segment)
    {
        foreach (Match table in Table().Matches(segment))
        {
            var (verb, name, alias) = (table.Groups["verb"].Value, table.Groups["table"].Value, table.Groups["alias"].Value);
            if (name == Ledger)
            {
                continue;
            }

            if (verb == "INSERT INTO")
            {
                if (!table.Groups["columns"].Success || !ColumnsOf(sql, table).Contains("workspace_id"))
                {
                    yield return $"INSERT INTO {name}: name workspace_id among the columns";
                }
            }
            else if (alias == "")
            {
                yield return $"{verb} {name}: give the table an alias with AS, so that its columns can be told apart";
            }
            else if (!IsFiltered(segment, alias))
            {
                yield return $"{verb} {name} AS {alias}: repeat {alias}.workspace_id = @WorkspaceId, with AND and no OR beside it";
            }
        }
    }

    private IEnumerable<string> Writes(string segment)
    {
        var clauses = SqlText.Clauses(segment);
        for (var i = 0; i < clauses.Count; i++)
        {
            var table = Table().Match(clauses[i]).Groups["table"].Value;
            var next = i + 1 < clauses.Count ? clauses[i + 1] : "";
            if (clauses[i].StartsWith("UPDATE ", StringComparison.Ordinal) && tablesWithTime.Contains(table) && !Time().IsMatch(next))
            {
                yield return $"UPDATE {table}: set updated_at = now()";
            }

            if (clauses[i].StartsWith("DO UPDATE SET ", StringComparison.Ordinal))
            {
                var target = Table().Match(segment).Groups["table"].Value;
                if (tablesWithTime.Contains(target) && !Time().IsMatch(clauses[i]))
                {
                    yield return $"ON CONFLICT DO UPDATE of {target}: set updated_at = excluded.updated_at";
                }

                if (Now().IsMatch(clauses[i]))
                {
                    yield return $"ON CONFLICT DO UPDATE of {target}: take excluded or a parameter instead of now(): Citus refuses it";
                }
            }
        }
    }

    private static bool IsFiltered(string segment, string alias)
    {
        var condition = new Regex($@"(?:^(?:WHERE|ON)|\bAND) {alias}\.workspace_id = @WorkspaceId\b");
        return SqlText.Clauses(segment).Any(clause => condition.IsMatch(clause) && !Or().IsMatch(clause));
    }

    private static string[] ColumnsOf(SqlText sql, Match insert) =>
        sql.Block(insert.Groups["columns"].Value).Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex("(?<verb>INSERT INTO|DELETE FROM|UPDATE|FROM|JOIN|USING|,|\\S+) "
        + """:"schema"\.(?<table>\w+\b)(?!\()(?: AS (?<alias>\w+))?(?: \(#(?<columns>\d+)\))?""")]
    private static partial Regex Table();

    [GeneratedRegex(@"(?<![@:.""\w])[A-Za-z_]+\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"@(?<name>\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\bSELECT\s+(?:DISTINCT\s+)?(?:\w+\.)?\*")]
    private static partial Regex SelectAll();

    [GeneratedRegex(@"\bMERGE\b", RegexOptions.IgnoreCase)]
    private static partial Regex Merge();

    [GeneratedRegex("""\bUPDATE\s+:"schema"|\bDO\s+UPDATE\b""")]
    private static partial Regex Writing();

    [GeneratedRegex(
        @"\b(?:random|clock_timestamp|timeofday|gen_random_uuid|uuidv7|uuidv4|uuid_generate_v\d\w*|nextval|setval)\s*\(",
        RegexOptions.IgnoreCase)]
    private static partial Regex Volatile();

    [GeneratedRegex(@"\bnow ?\(|\bCURRENT_TIMESTAMP\b", RegexOptions.IgnoreCase)]
    private static partial Regex Now();

    [GeneratedRegex(@"(?:SET|,) updated_at = ")]
    private static partial Regex Time();

    [GeneratedRegex(@"\bOR\b")]
    private static partial Regex Or();
}
