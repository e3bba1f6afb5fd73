using System.Collections.Frozen;

namespace AgentKit.Infrastructure;

/// <summary>Every query of the library by its name, which is its path below <c>sql/queries</c> without the ending: <c>sessions/commit</c>.</summary>
internal sealed class QueryCatalog
{
    private const string Folder = "queries/";

    private readonly FrozenDictionary<string, Query> _queries;

    public QueryCatalog(SqlTemplate template)
    {
        _queries = EmbeddedSql.List(Folder)
            .Select(path => Query.Parse(path[Folder.Length..^".sql".Length], EmbeddedSql.Read(path), template))
            .ToFrozenDictionary(query => query.Name, StringComparer.Ordinal);
    }

    public Query this[string name] =>
        _queries.TryGetValue(name, out var query)
            ? query
            : throw new InvalidOperationException($"There is no query sql/queries/{name}.sql.");

    public IEnumerable<Query> All => _queries.Values;
}
