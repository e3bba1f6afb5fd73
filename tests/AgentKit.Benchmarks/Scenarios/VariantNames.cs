namespace AgentKit.Benchmarks.Scenarios;

/// <summary>The names by which targets and pictures find the variants.</summary>
internal static class VariantNames
{
    public const string Own = "AgentKit";
    public const string Raw = "raw Npgsql";
    public const string RawLogged = "raw Npgsql, with log";
    public const string NaiveDapper = "naive Dapper";
    public const string EfCore = "EF Core";
    public const string Pgbench = "pgbench, raw's statement";
    public const string PgbenchOfAgentKit = "pgbench, AgentKit's";
    public const string Copy = "binary COPY";
    public const string Mastra = "Mastra";
    public const string LangGraph10 = "LangGraph, 10 messages";
    public const string LangGraph100 = "LangGraph, 100 messages";
    public const string LangGraph1000 = "LangGraph, 1,000 messages";
}
