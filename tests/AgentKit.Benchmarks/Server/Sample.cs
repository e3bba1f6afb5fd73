namespace AgentKit.Benchmarks.Server;

/// <summary>What all variants store and read.</summary>
internal static class Sample
{
    public const string Workspace = "bench";
    public const string User = "u-1";

    /// <summary>A turn of 1 KB of text.</summary>
    public static string Text { get; } = string.Concat(Enumerable.Repeat("Where is my order A-1001? It should have come last week. ", 18))[..1000];

    /// <summary>The stored form of four turns of about 1 KB: a question, a call of a tool, its result, an answer.</summary>
    public static string[] Conversation { get; } =
    [
        $$$"""[{"type":"text","text":"{{{Text}}}"}]""",
        $$$"""
        [{"type":"text","text":"{{{Text[..700]}}}"},
        {"type":"tool_use","id":"toolu_01A09q90qw90lq917835lq9","name":"find_order","input":{"order":"A-1001","fields":["status","carrier","eta"]}}]
        """.ReplaceLineEndings(""),
        $$$"""
        [{"type":"tool_result","tool_use_id":"toolu_01A09q90qw90lq917835lq9","content":{"order":"A-1001","status":"shipped",
        "carrier":"Coordinadora","eta":"2026-03-09","events":[{{{string.Join(',', Enumerable.Repeat("""{"at":"2026-03-07T14:00:00Z","where":"Bogotá"}""", 17))}}}]}}]
        """.ReplaceLineEndings(""),
        $$$"""[{"type":"text","text":"{{{Text}}}"}]""",
    ];

    public static string[] Roles { get; } = ["user", "assistant", "tool", "assistant"];

    /// <summary>What a tool is called with, and what it answers.</summary>
    public static string ToolInput => """{"order":"A-1001","fields":["status","carrier","eta"]}""";

    public static string ToolOutput => """{"order":"A-1001","status":"shipped","carrier":"Coordinadora","eta":"2026-03-09"}""";
}
