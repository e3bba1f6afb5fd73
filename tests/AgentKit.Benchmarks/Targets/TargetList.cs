using AgentKit.Benchmarks.Scenarios;
using static AgentKit.Benchmarks.Scenarios.VariantNames;

namespace AgentKit.Benchmarks.Targets;

/// <summary>Where AgentKit is to be. The figures are medians of one run; whether they are reached is reported, never assumed.</summary>
internal static class TargetList
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("commit / raw Npgsql without row-level security, 1 client", Bound.AtLeast, 0.90, r => r.Ratio("commit", 1, Own, Raw)),
        new("commit / raw Npgsql without row-level security, 8 clients", Bound.AtLeast, 0.90, r => r.Ratio("commit", 8, Own, Raw)),
        new("commit / pgbench with the identical statements, 8 clients", Bound.AtLeast, 0.90, r => r.Ratio("commit", 8, Own, PgbenchOfAgentKit)),
        new("commit / naive Dapper, 1 client", Bound.AtLeast, 2.2, r => r.Ratio("commit", 1, Own, NaiveDapper)),
        new("commit / naive Dapper, 8 clients", Bound.AtLeast, 2.2, r => r.Ratio("commit", 8, Own, NaiveDapper)),
        new("commit / EF Core, 1 client", Bound.AtLeast, 4, r => r.Ratio("commit", 1, Own, EfCore)),
        new("commit / EF Core, 8 clients", Bound.AtLeast, 4, r => r.Ratio("commit", 8, Own, EfCore)),
        new("allocated per commit", Bound.AtMost, 5, r => r.Comparison("commit", 1)?.Find(Own)?.Allocated?.In(1_024), "KB"),
        new("processor time of a commit in the host / raw Npgsql, 8 clients", Bound.AtMost, 1.2,
            r => r.Comparison("commit", 8)?.Ratio(Own, Raw, slice => slice.CpuPerOperation)),
        new("1,000 sessions with coalescing / pgbench with 32 clients", Bound.AtLeast, 3,
            r => r.Ratio("coalescing", CoalescingScenario.Sessions, CoalescingScenario.Grouped, Pgbench)),
        new("turn / Mastra, 1 client", Bound.AtLeast, 3.5, r => r.Ratio("peers", 1, Own, Mastra)),
        new("turn / LangGraph at 100 messages, 1 client", Bound.AtLeast, 15, r => r.Ratio("peers", 1, Own, LangGraph100)),
        new("turn / LangGraph at 1,000 messages, 1 client", Bound.AtLeast, 100, r => r.Ratio("peers", 1, Own, LangGraph1000)),
        new("time of a commit at 100,000 turns / at 10", Bound.AtMost, 1.1,
            r => r.Ratio("long-session", 1, LongSessionScenario.Short, LongSessionScenario.Long)),
        new("last 50 of 10,000 turns / raw Npgsql with the same JSON, 1 client", Bound.AtLeast, 0.90, r => r.Ratio("last-turns", 1, Own, Raw)),
        new("last 50 of 10,000 turns / raw Npgsql with the same JSON, 8 clients", Bound.AtLeast, 0.90, r => r.Ratio("last-turns", 8, Own, Raw)),
        new("tool run start and complete / raw Npgsql, 1 client", Bound.AtLeast, 0.90, r => r.Ratio("tool-run", 1, Own, Raw)),
        new("tool run start and complete / raw Npgsql, 8 clients", Bound.AtLeast, 0.90, r => r.Ratio("tool-run", 8, Own, Raw)),
        new("bulk events / binary COPY", Bound.AtLeast, 0.90, r => r.Ratio("events", 1, Own, Copy)),
        Contended("16 writers in one host, slowest / fastest", Bound.AtLeast, 0.7, ContentionScenario.OneProcess, ContentionScenario.Fairness),
        Contended("16 writers in four hosts, slowest / fastest", Bound.AtLeast, 0.7, ContentionScenario.FourProcesses, ContentionScenario.Fairness),
        Contended("16 writers in one host, longest wait / best pure backoff", Bound.AtMost, 0.2, ContentionScenario.OneProcess, ContentionScenario.WaitRatio),
        Contended("16 writers in four hosts, longest wait / best pure backoff", Bound.AtMost, 0.2, ContentionScenario.FourProcesses, ContentionScenario.WaitRatio),
        new("HOT updates of sessions under commits", Bound.AtLeast, 95, r => r.Figure("hot", HotUpdateScenario.Share)?.In(0.01), "%"),
    ];

    private static Target Contended(string name, Bound bound, double value, string variant, string figure) =>
        new(name, bound, value, r => r.Figure("contention", $"{variant}: {figure}"));
}
