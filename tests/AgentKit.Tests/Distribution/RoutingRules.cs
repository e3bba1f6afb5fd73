using AgentKit.Infrastructure;

namespace AgentKit.Tests.Distribution;

/// <summary>
/// Whether a statement goes to the one shard of its workspace: each table in it, wherever it stands, is bound to the parameter of the workspace by a
/// condition that nothing can lift, and each row that is inserted has the parameter, or the column of a table that is bound to it.
/// </summary>
internal sealed class RoutingRules(Catalog catalog, Query query)
{
    private const string Relation = "0";
    private const string Subquery = "1";
    private const string Values = "5";
    private const string Cte = "6";
    private const string Grouping = "9";
    private const string Insert = "3";
    private const string InnerJoin = "0";
    private const string LeftJoin = "1";

    /// <summary>The operator <c>text = text</c>.</summary>
    private const string TextEquals = "98";

    private readonly int _parameter = Array.IndexOf(query.Parameters, Query.WorkspaceId) + 1;

    public IEnumerable<string> Problems(ParseTree tree) => Problems(tree, []);

    private IEnumerable<string> Problems(ParseTree statement, IReadOnlyList<ParseTree> outer)
    {
        List<ParseTree> scopes = [statement, .. outer];
        var bound = Bound(statement);
        var written = statement["commandType"].Text == Insert ? statement.Number("resultRelation") : 0;
        var excluded = statement["onConflict"].Number("exclRelIndex");
        var tables = statement["rtable"].Items;
        for (var number = 1; number <= tables.Count; number++)
        {
            var table = tables[number - 1];
            if (table["rtekind"].Text != Relation || !catalog.Names.TryGetValue(table.Number("relid"), out var name))
            {
                continue;
            }

            if (number == written)
            {
                if (!IsWorkspace(Inserted(statement, table.Number("relid")), scopes))
                {
                    yield return $"a row of {name} is inserted with another workspace than @WorkspaceId";
                }
            }
            else if (number != excluded && !bound.Contains(number))
            {
                yield return $"{name} AS {table["eref"]["aliasname"].Text} is not bound to @WorkspaceId";
            }
        }

        var inner = statement.Children.SelectMany(child => child.All(node => node.Tag == "QUERY")).Where(node => node.Tag == "QUERY");
        foreach (var problem in inner.SelectMany(below => Problems(below, scopes)))
        {
            yield return problem;
        }
    }

    /// <summary>The numbers of the tables that a condition of the statement binds; that of an outer join binds its inner side only.</summary>
    private HashSet<int> Bound(ParseTree statement)
    {
        HashSet<int> bound = [];
        foreach (var join in Joins(statement["jointree"]))
        {
            var sides = join["jointype"].Text switch
            {
                "" or InnerJoin => null,
                LeftJoin => Joins(join["rarg"]).Where(side => side.Tag == "RANGETBLREF").Select(side => side.Number("rtindex")).ToHashSet(),
                _ => [],
            };
            bound.UnionWith(Conjunction(join["quals"])
                .Select(condition => Workspace(statement, condition) ?? 0)
                .Where(number => number > 0 && sides?.Contains(number) != false));
        }

        return bound;
    }

    private static IEnumerable<ParseTree> Joins(ParseTree join) =>
        join["fromlist"].Items.Append(join["larg"]).Append(join["rarg"]).Where(part => part.Tag != "").SelectMany(Joins).Prepend(join);

    private static IEnumerable<ParseTree> Conjunction(ParseTree condition) =>
        condition.Tag == "BOOLEXPR" && condition["boolop"].Text == "and" ? condition["args"].Items.SelectMany(Conjunction) : [condition];

    /// <summary>The number of the table whose workspace a condition compares with the parameter.</summary>
    private int? Workspace(ParseTree statement, ParseTree condition)
    {
        if (condition.Tag != "OPEXPR" || condition["opno"].Text != TextEquals || !condition["args"].Items.Any(IsParameter))
        {
            return null;
        }

        return condition["args"].Items
            .Where(side => side.Tag == "VAR" && side.Number("varlevelsup") == 0 && IsColumnOfWorkspace(statement, side))
            .Select(side => (int?)side.Number("varno"))
            .FirstOrDefault();
    }

    private bool IsColumnOfWorkspace(ParseTree statement, ParseTree column)
    {
        var table = statement["rtable"].Items[column.Number("varno") - 1];
        return table["rtekind"].Text == Relation
            && catalog.Workspaces.TryGetValue(table.Number("relid"), out var number)
            && number == column.Number("varattno");
    }

    private bool IsParameter(ParseTree value) => value.Tag == "PARAM" && value.Number("paramid") == _parameter;

    private ParseTree? Inserted(ParseTree statement, int table) =>
        statement["targetList"].Items.FirstOrDefault(entry => entry.Number("resno") == catalog.Workspaces[table])?["expr"];

    /// <summary>Whether a value is the parameter, or comes out of a column of the workspace through subqueries and common table expressions.</summary>
    private bool IsWorkspace(ParseTree? value, IReadOnlyList<ParseTree> scopes)
    {
        if (value is null || value.Tag != "VAR")
        {
            return value is not null && IsParameter(value);
        }

        var level = value.Number("varlevelsup");
        var column = value.Number("varattno");
        var around = scopes.Skip(level).ToList();
        var source = around[0]["rtable"].Items[value.Number("varno") - 1];
        return source["rtekind"].Text switch
        {
            Relation => IsColumnOfWorkspace(around[0], value),
            Subquery => IsWorkspace(Output(source["subquery"], column), [source["subquery"], .. around]),
            Grouping => IsWorkspace(source["groupexprs"].Items[column - 1], around),
            Values => source["values_lists"].Items.All(row => IsWorkspace(row.Items[column - 1], around)),
            Cte => Named(source, around) is var (query, outside) && IsWorkspace(Output(query, column), [query, .. outside]),
            _ => false,
        };
    }

    private static ParseTree? Output(ParseTree statement, int column)
    {
        var list = statement["returningList"].Items.Count > 0 ? statement["returningList"] : statement["targetList"];
        return list.Items.FirstOrDefault(entry => entry.Number("resno") == column)?["expr"];
    }

    private static (ParseTree Query, IReadOnlyList<ParseTree> Outside) Named(ParseTree reference, IReadOnlyList<ParseTree> around)
    {
        var outside = around.Skip(reference.Number("ctelevelsup")).ToList();
        var named = outside[0]["cteList"].Items.First(cte => cte["ctename"].Text == reference["ctename"].Text);
        return (named["ctequery"], outside);
    }
}
