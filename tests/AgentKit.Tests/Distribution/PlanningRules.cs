namespace AgentKit.Tests.Distribution;

/// <summary>
/// What the planner of Citus refuses in a statement that writes, wherever its rows are, because the coordinator evaluates what is not immutable before it
/// sends a statement on: volatile functions, stable ones that are given columns, any of both where they may or may not be evaluated, and in what is
/// returned or set on a conflict.
/// </summary>
internal sealed class PlanningRules(Catalog catalog)
{
    private const string Update = "2";
    private const string Insert = "3";
    private const string Delete = "4";

    public IEnumerable<string> Problems(ParseTree tree) =>
        tree.All().Where(node => node.Tag == "QUERY" && node["commandType"].Text is Update or Insert or Delete && node["utilityStmt"].Text == "<>")
            .SelectMany(Writing)
            .Distinct();

    private IEnumerable<string> Writing(ParseTree statement)
    {
        var isInsert = statement["commandType"].Text == Insert;
        var evaluated = isInsert ? [] : statement["targetList"].Items.Append(statement["jointree"]["quals"]).ToList();
        foreach (var part in evaluated)
        {
            if (part.All().Any(node => VolatilityOf(node) == 'v'))
            {
                yield return "a volatile function in an UPDATE or DELETE";
            }

            var seen = part.All(node => node.Tag == "SUBLINK" || IsLazy(node)).ToList();
            if (seen.Any(node => IsLazy(node) && IsMutable(node)))
            {
                yield return "a function that is not immutable inside of CASE or COALESCE, in an UPDATE or DELETE";
            }

            if (seen.Any(node => VolatilityOf(node) == 's' && node.All(inner => inner.Tag == "SUBLINK").Any(inner => inner.Tag == "VAR")))
            {
                yield return "a stable function of a column, in an UPDATE or DELETE";
            }
        }

        if (isInsert && statement["hasSubLinks"].Text == "true")
        {
            yield return "a subquery among the values of an INSERT";
        }

        if (IsMutable(statement["returningList"]))
        {
            yield return "a function that is not immutable in RETURNING";
        }

        var conflict = statement["onConflict"];
        if (IsMutable(conflict["onConflictSet"]) || IsMutable(conflict["onConflictWhere"]) || IsMutable(conflict["arbiterWhere"]))
        {
            yield return "a function that is not immutable in ON CONFLICT";
        }
    }

    private static bool IsLazy(ParseTree node) => node.Tag is "COALESCEEXPR" or "COALESCE" or "CASEEXPR" or "CASE";

    private bool IsMutable(ParseTree node) => node.All().Any(inner => VolatilityOf(inner) is 's' or 'v');

    private char VolatilityOf(ParseTree node) => node.Tag switch
    {
        "FUNCEXPR" => Of(node.Number("funcid")),
        "OPEXPR" or "DISTINCTEXPR" or "NULLIFEXPR" or "SCALARARRAYOPEXPR" => Of(node.Number("opfuncid")),
        "AGGREF" => Of(node.Number("aggfnoid")),
        "WINDOWFUNC" => Of(node.Number("winfnoid")),
        "COERCEVIAIO" => Of(catalog.Inputs[node.Number("resulttype")]),
        "SQLVALUEFUNCTION" => 's',
        "NEXTVALUEEXPR" => 'v',
        _ => 'i',
    };

    private char Of(int function) => function == 0 ? 'i' : catalog.Volatility[function];
}
